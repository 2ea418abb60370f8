package config

import "testing"

func TestRates(t *testing.T) {
	c, err := Load(t.TempDir(), "localhost:8080")
	if err != nil || c.KeyRate != defaultKeyRate || c.AddressRate != defaultAddressRate {
		t.Errorf("unless set: %d, %d, %v", c.KeyRate, c.AddressRate, err)
	}
	t.Setenv(envKeyRate, "0")
	t.Setenv(envIPRate, "90")
	if c, err := Load(t.TempDir(), "localhost:8080"); err != nil || c.KeyRate != 0 || c.AddressRate != 90 {
		t.Errorf("set: %d, %d, %v", c.KeyRate, c.AddressRate, err)
	}
	for _, bad := range []string{"-1", "many", "1.5"} {
		t.Setenv(envKeyRate, bad)
		if _, err := Load(t.TempDir(), "localhost:8080"); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}
