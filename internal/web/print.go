package web

import "bytes"

// dispositionLetter is the letter of a disposition as PDF.
func (s *site) dispositionLetter(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	name, err := s.Papers.Letter(r.Context(), r.p, &b, at)
	if err != nil {
		return err
	}
	return r.pdf(&b, name)
}
