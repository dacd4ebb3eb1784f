"""S0 to S4: Joe files a trip, Ben approves it, the money is reserved, the days are marked."""

from playwright.sync_api import expect

from cast import Deal, money


class Trip(Deal):
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
        fanny.look_up("attendance_person", "joe")
        fanny.press("attendance_show")
        fanny.follow(fanny.main.get_by_role("link", name=fanny.text("attendance_following")))
        marked = fanny.page.get_by_role("cell").filter(has_text=self.trip)
        expect(marked).to_have_count((self.last_day - self.first_day).days + 1)
        expect(marked.first).to_contain_text(fanny.text("attendance_on_trip"))
