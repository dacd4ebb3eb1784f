"""The story of the company through its pages: Joe visits Ken, Ken buys, the company makes, is paid, ships, and knows
what it earned. Each person does their own part, in their own language and on their own screen."""

import random
import re
from datetime import date, timedelta
from decimal import Decimal

from playwright.sync_api import Browser, expect

from people import Person
from report import Report
from settings import Settings

# Who speaks what, and whose screen is a phone's. Joe is on the road; Wang walks the warehouse.
CAST = {
    "joe": ("zh", True),
    "ben": ("en", True),
    "anna": ("zh", False),
    "fanny": ("en", False),
    "eve": ("en", False),
    "paul": ("zh", False),
    "wang": ("zh", True),
}

# What suppliers ask for, and how long a piece takes, as `qiao story` brought them in.
UNIT_COSTS = {"QB-201": "0.50", "QB-202": "12.00", "QB-203": "85.00"}
COST_OF_A_PIECE = Decimal("141.60")

LIST_PRICE, AGREED_PRICE = Decimal("1000.00"), Decimal("880.00")


def money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def next_month() -> date:
    return (date.today().replace(day=1) + timedelta(days=32)).replace(day=1)


class Story:
    def __init__(self, browser: Browser, settings: Settings, report: Report) -> None:
        self.report = report
        self.settings = settings
        people = {login: Person(browser, settings, login, *look) for login, look in CAST.items()}
        self.joe, self.ben, self.anna, self.fanny = (people[login] for login in ("joe", "ben", "anna", "fanny"))
        self.eve, self.paul, self.wang = (people[login] for login in ("eve", "paul", "wang"))
        self.people = people
        mark = f"{random.randrange(16 ** 5):05X}"
        self.ken, self.company = f"Ken {mark}", f"Ken {mark} Trading"
        self.first_day = next_month() + timedelta(days=random.randrange(20))
        self.last_day = self.first_day + timedelta(days=random.randrange(3))
        self.budget = Decimal(random.randrange(800, 2500))
        self.quantity = random.randrange(2, 9)

    def play(self) -> None:
        for name, part in (
            ("S0 everyone signs in and finds their workbench", self.sign_in),
            ("S1 Joe files a trip to visit Ken", self.file_trip),
            ("S2 Ben approves it from his to-do list", self.approve_trip),
            ("S3 Anna sees the money reserved", self.see_money_reserved),
            ("S4 Fanny sees Joe's days marked", self.see_attendance),
            ("S5 Joe turns Ken's card into a lead", self.capture_lead),
            ("S6 trip, approval and outcome are on Ken's timeline", self.see_trip_on_timeline),
            ("S7 two quote versions, a counter-offer, and a discount that Ben approves", self.quote),
            ("S8 Ken accepts and the order is in ERP by itself", self.accept_quote),
            ("S8a Eve releases what Ken was promised", self.release_revision),
            ("S9 Paul plans, Wang receives what is missing, work orders are made", self.produce),
            ("S10 Anna records the money received", self.record_payment),
            ("S11 Wang ships; the invoice and the actual cost are there", self.ship),
            ("S12 CRM shows what Ken earned; the chain and the dashboard agree", self.see_what_ken_earned),
        ):
            with self.report.step(name, Person.describe):
                part()

    def leave(self) -> None:
        for person in self.people.values():
            person.leave()

    # S0–S4: the trip

    def sign_in(self) -> None:
        for login, person in self.people.items():
            person.sign_in(login, self.settings.password)
            expect(person.page.get_by_role("heading", name=person.text("inbox"))).to_be_visible()

    def file_trip(self) -> None:
        anna, joe = self.anna, self.joe
        anna.go("nav_budgets")
        travel = anna.form_with("erp_allot").filter(has=anna.page.locator("[id='allot-TRAVEL']"))
        anna.fill("erp_allot_amount", f"{self.budget}.00", travel)
        anna.press("erp_allot", travel)
        joe.go("nav_trips")
        joe.click_link(joe.text("trip_file"))
        joe.fill("trip_purpose", "Visit a new customer 拜访新客户")
        joe.fill("trip_visit_name", self.ken)
        joe.fill("trip_visit_company", self.company)
        joe.fill("trip_from", self.first_day.isoformat())
        joe.fill("trip_to", self.last_day.isoformat())
        joe.fill("trip_budget", f"{self.budget}")
        joe.press("trip_file")
        joe.sees_state("state_submitted")
        joe.sees(self.ken)
        self.trip = joe.main.get_by_role("heading", level=1).inner_text()
        self.trip_path = joe.path

    def do_todo(self, person: Person, key: str, subject: str) -> None:
        """Finds it in the inbox on the workbench and opens it."""
        person.open("/")
        todo = person.page.locator("[data-list=todos] a").filter(has_text=person.text(key)).filter(has_text=subject)
        person.awaits(todo)
        person.follow(todo.first)

    def approve_trip(self) -> None:
        ben = self.ben
        self.do_todo(ben, "todo_approve_trip", self.trip)
        ben.sees("Visit a new customer", money(self.budget))
        ben.fill("approval_comment", "Good luck")
        ben.press("approval_approve")
        expect(ben.main.get_by_text(self.trip)).to_have_count(0)

    def see_money_reserved(self) -> None:
        joe, anna = self.joe, self.anna
        joe.open(self.trip_path)
        joe.awaits_state("state_funded")
        expect(joe.fact("trip_reserved")).to_contain_text(money(self.budget))
        joe.sees("Good luck")
        anna.open("/")
        anna.go("nav_budgets")
        row = anna.page.get_by_role("row").filter(has_text=self.trip)
        expect(row).to_contain_text(money(self.budget))
        expect(row).to_contain_text(anna.text("funds_reserved"))

    def see_attendance(self) -> None:
        fanny = self.fanny
        fanny.open("/")
        fanny.go("nav_attendance")
        fanny.choose("attendance_person", re.compile(r"\bJoe\b"))
        fanny.press("attendance_show")
        fanny.follow(fanny.main.get_by_role("link", name=fanny.text("attendance_following")))
        marked = fanny.page.get_by_role("cell").filter(has_text=self.trip)
        expect(marked).to_have_count((self.last_day - self.first_day).days + 1)
        expect(marked.first).to_contain_text(fanny.text("attendance_on_trip"))

    # S5–S8: the sale

    def capture_lead(self) -> None:
        joe = self.joe
        joe.go("nav_leads")
        joe.click_link(joe.text("lead_new"))
        joe.awaits(joe.field("lead_trip"))
        joe.choose("lead_trip", self.trip)
        joe.choose("lead_source", joe.text("source_card"))
        joe.fill("lead_name", self.ken)
        joe.fill("lead_company", self.company)
        joe.fill("lead_position", "Purchasing manager")
        joe.fill("field_email", f"{self.ken.lower().replace(' ', '-')}@example.com")
        joe.press("lead_capture")
        joe.sees_state("state_new")
        self.lead_path = joe.path
        joe.choose("lead_set_state", joe.text("state_contacted"))
        joe.fill("field_note", "We met on the trip", joe.form_with("action_save"))
        joe.press("action_save")
        joe.sees_state("state_contacted")
        joe.sees("We met on the trip")

    def see_trip_on_timeline(self) -> None:
        joe = self.joe
        joe.open(self.trip_path)
        joe.awaits(joe.main.get_by_role("link", name=joe.text("trip_lead"), exact=True))
        joe.fill("trip_outcome", "Ken wants an offer")
        joe.fill("trip_spent", f"{self.budget - 100}")
        joe.press("trip_report")
        joe.sees_state("state_completed")
        joe.click_link(joe.text("trip_lead"))
        for kind in ("filed", "approved", "funded", "completed"):
            joe.awaits(joe.timeline_entry(f"timeline.oa.trip.{kind}"))
        joe.sees("Ken wants an offer")

    def fill_quote(self, price: Decimal) -> None:
        joe = self.joe
        line = joe.page.get_by_role("group", name=f"{joe.text('quote_line')} 1")
        joe.choose("field_product", "QB-100", line)
        joe.fill("field_quantity", str(self.quantity), line)
        joe.fill("unit_price", f"{price}", line)
        joe.fill("option_colour", "red", line)
        joe.fill("option_packaging", "wooden crate", line)
        joe.press("quote_save_version")

    def quote(self) -> None:
        joe, ben = self.joe, self.ben
        joe.press("lead_convert")
        joe.sees(self.ken)
        joe.click_link(joe.text("quote_new"))
        self.fill_quote(LIST_PRICE)
        self.quote_path = joe.path
        heading = joe.main.get_by_role("heading", level=1).inner_text()
        self.quote_number = heading.removeprefix(joe.text("quote_title")).strip()
        joe.press("quote_submit")
        joe.sees_state("state_sent")
        joe.fill("quote_counter_text", "Too dear; 850 and we have a deal")
        joe.fill("quote_counter_offer", f"{850 * self.quantity}")
        joe.press("quote_counter_record")
        joe.sees("Too dear; 850 and we have a deal", money(Decimal(850 * self.quantity)))
        joe.click_link(joe.text("quote_new_version"))
        self.fill_quote(AGREED_PRICE)
        joe.press("quote_submit")
        joe.sees_state("state_in_approval")
        expect(joe.page.get_by_role("cell").filter(has_text=joe.text("quote_below_floor"))).to_have_count(1)
        self.do_todo(ben, "todo_approve_quote", self.quote_number)
        ben.fill("approval_comment", "For a new customer, yes")
        ben.press("approval_approve")

    def accept_quote(self) -> None:
        joe = self.joe
        joe.open(self.quote_path)
        joe.awaits(joe.form_with("quote_accept"))
        joe.press("quote_accept")
        joe.awaits_state("state_accepted")
        joe.sees("QB-100", money(AGREED_PRICE * self.quantity))
        heading = joe.main.get_by_role("heading", level=1).inner_text()
        self.order = heading.removeprefix(joe.text("order_title")).strip()
        self.order_path = joe.path
        self.order_id = joe.path.rsplit("/", 1)[-1]

    def release_revision(self) -> None:
        eve = self.eve
        eve.open("/")
        eve.go("nav_revisions")
        row = eve.main.get_by_role("row").filter(has=eve.page.locator(f"a[href$='{self.order_id}']"))
        eve.awaits(row)
        expect(row).to_contain_text("wooden crate")
        eve.press("erp_release", row)
        expect(row).to_have_count(0)

    # S9–S12: making, money, goods

    def plan(self) -> None:
        self.do_todo(self.paul, "todo_plan_order", self.order)
        self.paul.press("erp_plan")
        self.paul.sees_state("state_planned")

    def missing(self) -> dict[str, str]:
        """What the order's page says is missing: SKU and quantity."""
        rows = self.paul.page.locator("[data-list=missing] [data-sku]")
        return {row.get_attribute("data-sku"): row.get_attribute("data-quantity") for row in rows.all()}

    def receive(self, goods: dict[str, str]) -> None:
        """From his to-do to the order, and from there to a receipt that begins with what is missing."""
        wang = self.wang
        self.do_todo(wang, "todo_buy_material", self.order)
        wang.click_link(wang.text("erp_goods_receipt"))
        wang.fill("erp_supplier", "Hardware Wholesale 五金批发")
        for number, (sku, quantity) in enumerate(goods.items()):
            line = wang.main.locator("form .row").nth(number)
            expect(line.locator("option:checked")).to_contain_text(sku)
            expect(wang.field("erp_quantity", line)).to_have_value(quantity)
            wang.fill("erp_unit_cost", UNIT_COSTS[sku], line)
        wang.press("erp_receive")
        for sku in goods:
            wang.sees(sku)

    def produce(self) -> None:
        paul = self.paul
        self.plan()
        missing = self.missing()
        if missing:
            self.receive(missing)
            self.plan()
            assert not self.missing(), f"still missing: {self.missing()}"
        order_page = paul.path
        work = [row.get_attribute("href") for row in paul.main.locator("a[href^='/erp/work-orders/']").all()]
        assert work, "the plan has no work orders"
        # Frames before bridges: what goes into something is made first.
        made_of_frames = [link for link in work if "QB-100" in self.row_of(link).inner_text()]
        for link in [link for link in work if link not in made_of_frames] + made_of_frames:
            self.make(link)
        paul.open(order_page)
        paul.sees_state("state_produced")

    def row_of(self, link: str):
        return self.paul.main.get_by_role("row").filter(has=self.paul.page.locator(f"a[href='{link}']"))

    def make(self, link: str) -> None:
        paul = self.paul
        paul.open(link)
        paul.press("erp_start_work")
        paul.sees_state("state_started")
        paul.press("erp_complete_work")
        paul.sees_state("state_completed")

    @property
    def net(self) -> Decimal:
        return AGREED_PRICE * self.quantity

    @property
    def total(self) -> Decimal:
        return self.net * Decimal("1.13")

    def record_payment(self) -> None:
        anna = self.anna
        self.do_todo(anna, "todo_record_payment", self.order)
        assert anna.field("erp_amount").input_value() == f"{self.total:.2f}"
        anna.fill("erp_reference", f"TT-{self.ken[-5:]}")
        anna.press("erp_record_payment")
        anna.sees(f"TT-{self.ken[-5:]}")
        expect(anna.form_with("erp_record_payment")).to_have_count(0)

    def ship(self) -> None:
        wang, anna = self.wang, self.anna
        self.do_todo(wang, "todo_ship_order", self.order)
        wang.press("erp_ship")
        wang.sees_state("state_invoiced")
        wang.sees(money(COST_OF_A_PIECE * self.quantity))
        anna.go("nav_finance")
        anna.sees_state("erp_balanced")
        anna.click_link(anna.text("erp_vouchers"))
        anna.sees(self.order)

    def see_what_ken_earned(self) -> None:
        joe, ben = self.joe, self.ben
        joe.open(self.order_path)
        joe.awaits_state("state_invoiced")
        joe.sees_state("state_paid")
        expect(joe.fact("order_paid")).to_contain_text(money(self.total))
        joe.open(self.lead_path)
        for kind in ("planned", "produced", "paid", "shipped", "invoiced"):
            joe.awaits(joe.timeline_entry(f"timeline.erp.sales-order.{kind}"))
        ben.open("/")
        ben.go("nav_customers")
        ben.click_link(self.company)
        contribution = ben.page.get_by_role("region", name=ben.text("contribution_title"))
        earned = self.net - COST_OF_A_PIECE * self.quantity
        ben.awaits(contribution.get_by_text(money(earned)))
        expect(contribution).to_contain_text(money(self.net))
        self.see_chain(ben)
        self.see_dashboard()

    def see_chain(self, ben: Person) -> None:
        """From the order's number to every event of the transaction, of all services."""
        ben.open("/")
        ben.go("nav_chains")
        ben.page.get_by_label(ben.text("chain_search")).fill(self.order)
        ben.press("search")
        for event in (
            "oa.trip.filed", "oa.trip.approved", "erp.trip-funds.reserved", "crm.lead.captured", "crm.quote.accepted",
            "crm.order.confirmed", "erp.sales-order.accepted", "erp.revision.released", "erp.work-order.completed",
            "erp.payment.received", "erp.sales-order.shipped", "erp.sales-order.invoiced",
        ):
            ben.awaits(ben.page.locator(f"[data-type='{event}']"))
        ben.sees(ben.text("event_crm.order.confirmed"))

    def see_dashboard(self) -> None:
        anna = self.anna
        anna.open("/")
        anna.go("nav_dashboard")
        row = anna.page.get_by_role("row").filter(has_text=self.order)
        anna.awaits(row)
        expect(row).to_contain_text(money(self.net))
