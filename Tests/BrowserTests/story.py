"""The story of the company through its pages: Joe visits Ken, Ken buys, the company makes, is paid, ships, and knows
what it earned. Each person does their own part, in their own language and on their own screen."""

from goods import Goods
from people import Person
from sale import Sale
from trip import Trip


class Story(Trip, Sale, Goods):
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
