package journey

import (
	"strings"

	"github.com/chromedp/chromedp"
)

// invite asks the renter into the portal, from the page of the renter, and lets her in on a phone.
func (s *stay) invite() {
	admin := person(s.T, stayAdmin)
	admin.open(s.tenancy)
	admin.follow("main a[href^='/renters/']")
	admin.says("h1", "Nora Quist")
	admin.seen("renter")
	admin.follow("a[href^='/settings/invitations/new']")
	admin.holds("input[name=email]", stayRenter)
	admin.do(pressed("form[action='/settings/invitations'] button[type=submit]"))
	admin.until(`location.pathname === "/settings/invitations" && document.querySelector("tbody")`)
	link := admin.mailTo(stayRenter, "invites you to Linden & Daughters")
	s.renter = visitor(s.T)
	s.renter.do(chromedp.EmulateViewport(390, 844))
	s.renter.open(link)
	s.renter.says("main", "Join Linden & Daughters", "Renter")
	s.renter.typeInto("input[name=first_name]", "Nora")
	s.renter.typeInto("input[name=last_name]", "Quist")
	s.renter.typeInto("input[name=password]", password)
	s.renter.follow("main form button")
	s.renter.until(`location.pathname === "/portal"`)
}

// renterLooks reads the home, the lease and the signed paper, and the household.
func (s *stay) renterLooks() {
	b := s.renter
	b.says("main", "9 Linden Row", "1,300.00", "Nora Quist", "Zoë Nguyễn")
	b.seen("portal-home", 390)
	b.follow("article a[href^='/portal/leases/']")
	b.says("main", "Active", "signed by both.pdf", "30 days before you leave", "Security")
	b.seen("portal-lease", 390)
	links := value[[]string](b, `[...document.querySelectorAll("section:has(#document-title) a")].map(a => a.getAttribute("href"))`)
	if len(links) != 2 {
		s.Fatalf("the renter has %d documents to open", len(links))
	}
	b.reads(b.pdf(links[1]), "Nora Quist, Zoë Nguyễn", "$1,300.00")
	if signed := b.pdf(links[0]); !strings.HasPrefix(string(signed), "%PDF-1.7") {
		s.Errorf("the signed paper is %q", signed)
	}
	b.open("/portal/household")
	b.says("main", "Nora Quist", "Zoë Nguyễn")
	b.do(chromedp.Click(chromedp.CSS("details:has(form[action='/portal/contacts']) summary")))
	b.typeInto("#f-name", "Rosa Quist")
	b.typeInto("#f-phone", "+1 614 555 0177")
	b.script(`document.querySelector("form[action='/portal/contacts'] button").scrollIntoView({block: "center"})`) // above the bar of the phone
	b.follow("form[action='/portal/contacts'] button")
	b.says("main", "Rosa Quist")
	b.seen("portal-household", 390)
	if got := value[int](b, `fetch("`+s.tenancy+`").then(r => r.status)`); got != 403 {
		s.Errorf("a renter opens the staff's page: %d", got)
	}
}

// renew offers further terms, which the renter accepts in the portal, and brings the next lease into force.
func (s *stay) renew() {
	b := s.manager
	s.act("offer")
	b.date("#f-end_date", s.ago(1))
	b.typeInto("#f-monthly_rent", "1350")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-message"), "We would be glad if you stayed."))
	b.seen("offer")
	b.submits("The offer was drawn up.")
	b.says("main", "Renewal offers", "Draft", "1,350.00")
	s.renter.open("/portal")
	if strings.Contains(s.renter.text("main"), "1,350.00") {
		s.Error("the renter sees a draft")
	}
	b.follow(`form:has(input[value="send"]) button`)
	b.says("#toasts", "The offer was sent.")
	s.renter.open("/portal")
	s.renter.says("main", "Your lease can go on", "1,350.00", "now 1,300.00", "We would be glad if you stayed.")
	s.renter.seen("portal-offered", 390)
	s.renter.follow("a[href^='/portal/offers/']")
	s.renter.seen("portal-offer", 390)
	s.renter.follow(`form:has(input[value="accept"]) button`)
	s.renter.says("main", "You accepted this offer.")
	b.open(s.tenancy)
	b.says("main", "Accepted", "Pending")
	b.follow(`tr:has(.pill) a[href^="/leases/"]:not([href="` + s.lease + `"])`)
	b.follow("a[href$='step?to=sign']")
	b.date("#f-signed_on", s.ago(365))
	b.follow(save) // this time without a scan
	b.follow("a[href$='step?to=activate']")
	b.submits("The lease is in force.")
	b.says("main", "1,350.00", "Holdover") // it has ended yesterday
	b.open(s.lease)
	b.says(".page-head", "Renewed")
	b.open(s.tenancy)
	b.says("main", "Holdover", "1,350.00")
	b.seen("renewed")
	b.open("/leases")
	b.follow("nav.tabs-line a[href='/tenancies']")
	b.choose("select[name=stage]", "holdover")
	b.until(`document.querySelector("tbody")?.innerText.includes("Nora Quist")`)
	b.seen("tenancies")
	b.follow("nav.tabs-line a[href='/renewals']")
	b.seen("renewals")
}

// renterLeaves gives notice in the portal; staff are told, and acknowledge it.
func (s *stay) renterLeaves() {
	b := s.renter
	b.open("/portal")
	b.follow("article a[href^='/portal/leases/']")
	b.says("main", "1,350.00")
	b.follow("main a[href='/portal/notice']")
	b.follow("a[href^='/portal/notice/new']")
	b.date("#f-leave_on", s.today)
	b.do(chromedp.SendKeys(chromedp.CSS("#f-forwarding_address"), "4 Elm Street, Portland, ME 04101"))
	b.seen("portal-notice-form", 390)
	b.submits("Your notice was given.")
	b.says("main", "Waiting for your manager")
	b.seen("portal-notice", 390)
	m := s.manager
	m.open("/")
	m.says(".notice", "1 household has given notice")
	m.follow(".notice a[href^='/tenancies']")
	m.says("tbody", "Nora Quist")
	m.follow("tbody a")
	m.says("main", "To acknowledge", "30 days short", "4 Elm Street")
	m.seen("notice")
	m.follow(`form:has(input[value="acknowledge"]) button`)
	m.says("#toasts", "The notice was acknowledged.")
	m.says(".page-head", "On notice, to let", "4 Elm Street")
	b.open("/portal/notice")
	b.says("main", "Confirmed")
	m.open(s.unit)
	m.says(".page-head", "On notice")
}
