"""S5 to S8a: from Ken's card to an order with a released revision."""

from decimal import Decimal

from playwright.sync_api import expect

from cast import AGREED_PRICE, LIST_PRICE, Deal, money


class Sale(Deal):
    def capture_lead(self) -> None:
        joe = self.joe
        joe.go("nav_leads")
        joe.click_link(joe.text("lead_new"))
        joe.awaits(joe.field("lead_trip"))
        joe.look_up("lead_trip", self.trip)
        joe.choose("lead_source", joe.text("source_card"))
        joe.fill("lead_name", self.ken)
        joe.fill("lead_company", self.company)
        joe.fill("lead_position", "Purchasing manager")
        joe.fill("field_email", f"{self.ken.lower().replace(' ', '-')}@example.com")
        joe.press("lead_capture")
        joe.sees_state("state_new")
        self.lead_path = joe.path
        joe.choose("field_state", joe.text("state_contacted"))
        joe.fill("field_note", "We met on the trip", joe.form_with("lead_set_state"))
        joe.press("lead_set_state")
        joe.sees_state("state_contacted")
        joe.sees("We met on the trip")

    def see_trip_on_timeline(self) -> None:
        joe = self.joe
        joe.open(self.trip_path)
        joe.awaits(joe.related("trip_lead").get_by_role("link"))
        joe.fill("trip_outcome", "Ken wants an offer")
        joe.fill("trip_spent", f"{self.budget - 100}")
        joe.press("trip_report")
        joe.sees_state("state_completed")
        joe.follow(joe.related("trip_lead").get_by_role("link"))
        for kind in ("filed", "approved", "funded", "completed"):
            joe.awaits(joe.timeline_entry(f"timeline.oa.trip.{kind}"))
        joe.sees("Ken wants an offer")

    def fill_quote(self, price: Decimal) -> None:
        joe = self.joe
        line = joe.page.get_by_role("group", name=f"{joe.text('quote_line')} 1")
        joe.look_up("field_product", "QB-100", line)
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
        joe.fill("quote_counter_text", "Too dear; 850 each and we have a deal")
        joe.fill("quote_counter_offer", f"{850 * self.quantity}")
        joe.press("quote_counter_record")
        joe.sees("Too dear; 850 each and we have a deal", money(Decimal(850 * self.quantity)))
        joe.click_link(joe.text("quote_new_version"))
        self.fill_quote(AGREED_PRICE)
        joe.press("quote_submit_for_approval")
        joe.sees_state("state_in_approval")
        expect(joe.main.locator("td").filter(has_text=joe.text("quote_below_floor"))).to_have_count(1)
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
        # What is released waits for nobody any more.
        expect(row).to_have_count(0)
        eve.click_link(eve.text("erp_revisions_all"))
        expect(row).to_contain_text(eve.text("state_released"))
