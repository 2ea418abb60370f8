package sample

import (
	"time"

	"github.com/propertyos/propertyos/internal/web/view"
)

func account(title string, section view.Section, crumbs ...view.Link) view.Frame {
	f := frame(title, view.AreaAccount, crumbs...)
	f.Section = section
	return f
}

var toSecurity = view.Link{Text: "Security", Href: "/account/security"}

// pattern looks like a QR code, and is none.
func pattern() view.QR {
	q := make(view.QR, 33)
	for y := range q {
		q[y] = make([]bool, len(q))
		for x := range q[y] {
			q[y][x] = (x*x+3*y*y+x*y)%7 < 3
		}
	}
	return q
}

func accountPages() []Page {
	everything := view.Means{Password: true, Code: true, RecoveryCode: true, Passkey: true}
	hostileErrors := view.FieldErrors{
		"password": Hostile, "current": Hostile, "code": Hostile, "recovery_code": Hostile, "name": Hostile, "first_name": Hostile,
	}
	return []Page{
		{"sign-in-expired", 200, view.SignInPage(view.SignIn{Expired: true})},
		{"second-factor", 200, view.SecondFactorPage(view.SecondFactor{Means: everything, Next: "/units"})},
		{"second-factor-code", 200, view.SecondFactorPage(view.SecondFactor{Means: view.Means{Code: true, RecoveryCode: true}})},
		{"second-factor-error", 422, view.SecondFactorPage(view.SecondFactor{
			Means: everything, Remember: true, Errors: view.FieldErrors{"code": "That code is not right, or was used before."},
		})},
		{"second-factor-throttled", 429, view.SecondFactorPage(view.SecondFactor{Means: everything, Throttled: 4 * time.Minute})},
		{"second-factor-hostile", 422, view.SecondFactorPage(view.SecondFactor{
			Means: everything, Next: Hostile, Message: Hostile, Errors: hostileErrors,
		})},
		{"step-up", 200, view.StepUpPage(view.StepUp{
			Frame: account("Please confirm that it is you", ""), Means: everything, Next: "/account/security",
		})},
		{"step-up-form", 403, view.StepUpPage(view.StepUp{
			Frame: account("Please confirm that it is you", ""), Means: view.Means{Password: true}, Next: "/settings/users",
			Action: "/settings/users", Fields: []view.Hidden{{Name: "role", Value: "manager"}}, Errors: view.FieldErrors{"password": "That password is not right."},
		})},
		{"step-up-none", 200, view.StepUpPage(view.StepUp{Frame: account("Please confirm that it is you", "")})},
		{"step-up-sign-on", 200, view.StepUpPage(view.StepUp{Frame: account("Please confirm that it is you", ""), SignOn: true, Next: "/units"})},
		{"step-up-hostile", 422, view.StepUpPage(view.StepUp{
			Frame: hostileFrame(), Means: everything, Next: Hostile, Action: Hostile, Message: Hostile, Errors: hostileErrors,
			Fields: []view.Hidden{{Name: Hostile, Value: Hostile}},
		})},
		{"account", 200, view.AccountPage(profile())},
		{"account-hostile", 422, view.AccountPage(view.Account{
			Frame: hostileFrame(), FirstName: Hostile, LastName: Hostile, Phone: Hostile, Email: Hostile, Version: Hostile, Message: Hostile, Errors: hostileErrors,
		})},
		{"security", 200, view.SecurityPage(security())},
		{"security-new", 200, view.SecurityPage(view.Security{
			Frame: account("Security", view.SectionSecurity), HasPassword: true, PasswordChanged: "3 Mar 2026",
		})},
		{"security-error", 422, view.SecurityPage(refusedSecurity())},
		{"security-hostile", 422, view.SecurityPage(view.Security{
			Frame: hostileFrame(), HasPassword: true, PasswordChanged: Hostile, TOTPSince: Hostile, Message: Hostile, Errors: hostileErrors,
			Passkeys: []view.PasskeyRow{{ID: Hostile, Name: Hostile, Added: Hostile, Used: Hostile}},
			Devices:  []view.DeviceRow{{ID: Hostile, Browser: Hostile, System: Hostile, Place: Hostile, Used: Hostile, Until: Hostile}},
		})},
		{"authenticator-app", 200, view.TOTPPage(view.TOTPSetup{
			Frame: account("Set up an authenticator app", view.SectionSecurity, toSecurity), QR: pattern(), Secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
		})},
		{"authenticator-app-hostile", 422, view.TOTPPage(view.TOTPSetup{
			Frame: hostileFrame(), QR: pattern(), Secret: Hostile, Errors: hostileErrors, Message: Hostile,
		})},
		{"recovery-codes", 200, view.RecoveryCodesPage(view.RecoveryCodes{
			Frame: account("Recovery codes", view.SectionSecurity, toSecurity), Codes: []string{
				"k3vq-7hna-2xwe-mmtb", "p5rd-u6fy-3zqc-vole", "b2ns-yw4k-jt7g-ixha", "c6me-5dqv-rrpo-2ufz", "h7ta-lx3n-w4by-skgd",
				"d2fi-z5oj-q6uc-evmw", "n4yg-7kbs-a3rt-xhpl", "v6we-j2md-fq5z-oyic", "t3hu-4gnx-7lvk-brsa", "e5zp-c2wy-i6jd-mqot",
			},
		})},
		{"sessions", 200, view.SessionsPage(sessions())},
		{"sessions-hostile", 200, view.SessionsPage(view.Sessions{Frame: hostileFrame(), Rows: []view.SessionRow{
			{ID: Hostile, Browser: Hostile, System: Hostile, Place: Hostile, Organization: Hostile, Began: Hostile, Seen: Hostile, Method: Hostile},
			{ID: Hostile, Browser: Hostile, Began: Hostile, Seen: Hostile, Method: "passkey"},
		}})},
	}
}

func profile() view.Account {
	return view.Account{
		Frame: account("Profile", view.SectionProfile), FirstName: "Maren", LastName: "Lindqvist", Phone: "+1 207 555 0142",
		Email: "maren@harborlight.example.com", Version: "3",
	}
}

func security() view.Security {
	return view.Security{
		Frame: account("Security", view.SectionSecurity), HasPassword: true, PasswordChanged: "3 Mar 2026", TOTPSince: "4 Mar 2026",
		Passkeys: []view.PasskeyRow{
			{ID: "k1", Name: "Work laptop", Added: "4 Mar 2026", Used: "30 Oct 2026"},
			{ID: "k2", Name: long, Added: "9 Sep 2026"},
		},
		RecoveryCodes: 8,
		Devices: []view.DeviceRow{
			{ID: "d1", Browser: "Firefox", System: "Windows", Place: "203.0.113.7", Used: "30 Oct 2026", Until: "14 Nov 2026"},
			{ID: "d2", Place: "2001:db8:1:2::9", Used: "12 Oct 2026", Until: "1 Nov 2026"},
		},
	}
}

func refusedSecurity() view.Security {
	m := security()
	m.Errors = view.FieldErrors{"current": "That password is not right.", "password": "The password is too short: at least 10 characters."}
	return m
}

func sessions() view.Sessions {
	return view.Sessions{Frame: account("Sessions", view.SectionSessions), Rows: []view.SessionRow{
		{
			ID: "s1", Browser: "Firefox", System: "Windows", Place: "203.0.113.7", Began: "30 Oct 2026", Seen: "31 Oct 2026",
			Method: "password_passkey", Current: true,
		},
		{ID: "s2", Browser: "Safari", System: "iPhone", Place: "2001:db8:1:2::9", Began: "12 Oct 2026", Seen: "31 Oct 2026", Method: "passkey"},
		{ID: "s3", Began: "9 Oct 2026", Seen: "9 Oct 2026", Method: "password_device", Organization: "hudson-valley"},
	}}
}
