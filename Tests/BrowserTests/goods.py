"""S9 to S12: made, paid, shipped, and known what it earned."""

import re
from decimal import Decimal

from playwright.sync_api import expect

from cast import Deal, money
from people import Person

# What suppliers ask for, and how long a piece takes, as `qiao story` brought them in.
UNIT_COSTS = {"QB-201": "0.50", "QB-202": "12.00", "QB-203": "85.00"}
COST_OF_A_PIECE = Decimal("141.60")


class Goods(Deal):
    def plan(self, button: str = "erp_plan") -> None:
        self.do_todo(self.paul, "todo_plan_order", self.order)
        self.paul.press(button)
        self.paul.sees_state("state_planned")

    def missing(self) -> dict[str, str]:
        """What the order's page says is missing: SKU and quantity."""
        cells = self.paul.main.locator("[data-table=missing] tbody td").all_inner_texts()
        return {sku.split()[0]: quantity.split()[0] for sku, quantity in zip(cells[::2], cells[1::2])}

    def receive(self, goods: dict[str, str]) -> None:
        """From his to-do to the order, and from there to a receipt that begins with what is missing."""
        wang = self.wang
        self.do_todo(wang, "todo_buy_material", self.order)
        wang.click_link(wang.text("erp_goods_receipt"))
        wang.fill("erp_supplier", "Hardware Wholesale 五金批发")
        for number, (sku, quantity) in enumerate(goods.items()):
            line = wang.main.locator("form .row").nth(number)
            expect(line.locator("[data-lookup]")).to_have_value(re.compile(f"^{sku} · "))
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
            self.plan("erp_plan_again")
            assert not self.missing(), f"still missing: {self.missing()}"
        order_page = paul.path
        work = [row.get_attribute("href") for row in paul.main.locator("[data-table=work] a").all()]
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
        # What it cost is finance's to know.
        expect(wang.page.get_by_text(money(COST_OF_A_PIECE * self.quantity))).to_have_count(0)
        anna.open(wang.page.url)
        anna.sees(money(COST_OF_A_PIECE * self.quantity))
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
        contribution = ben.page.get_by_role("region", name=ben.text("contribution_title"), exact=True)
        earned = self.net - COST_OF_A_PIECE * self.quantity
        ben.awaits(contribution.get_by_text(money(earned)))
        expect(contribution).to_contain_text(money(self.net))
        self.see_chain(ben)
        self.see_dashboard()

    def see_chain(self, ben: Person) -> None:
        """From the order's number to every event of the transaction, of all services."""
        ben.open("/")
        ben.search("find_document", self.order)
        assert ben.path == self.order_path, ben.path
        ben.click_link(ben.text("chain_link"))
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
