// Package view draws the pages. A page is a templ function that takes one plain struct of what to show; it asks
// nothing, decides nothing and holds no business rule. Handlers fill the structs and render.
//
// Every page works without JavaScript: links are links, forms are forms, menus are <details>. No page holds an inline
// script, an inline style or an event attribute, so the content security policy can be `default-src 'self'`.
//
// Names of form inputs are the names of the API's fields ("base_rent"), so that one fault of the domain points at the
// same field in both.
package view
