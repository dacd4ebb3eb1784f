import Kernel
import OADomain
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

@Suite struct PeopleTests {
    @Test func peopleAreAddedOnceAndSignIn() async throws {
        try await Office.open { office in
            let new = AddStaff(
                login: "anna", name: "Anna", roles: [.buyer], managerLogin: "ben", password: "a long one too")
            let anna = try await office.act(office.ben, addStaff, new)
            #expect(anna.managerID == office.ben.staffID)
            await #expect(throws: Problem.conflict("the sign-in name \("anna") is taken")) {
                _ = try await office.act(office.ben, addStaff, new)
            }
            let session = try await signIn(
                Credentials(login: "Anna", password: "a long one too"), office.call(office.ben))
            #expect(session.person.id.rawValue == anna.id.rawValue)
            for wrong in [Credentials(login: "anna", password: "wrong"), Credentials(login: "nobody", password: "x")] {
                let refused = await #expect(throws: Problem.self) {
                    _ = try await signIn(wrong, office.call(office.ben))
                }
                #expect(refused?.status == 401)
            }
        }
    }

    @Test func theFirstAdministratorIsAddedOnce() async throws {
        try await Office.open { office in
            try await office.service.start()
            #expect(
                try await office.database.one(
                    "select count(*) from staff where login = 'administrator'", as: Int.self) == 1)
        }
    }

    @Test func everyoneSeesWhatConcernsThem() async throws {
        try await Office.open { office in
            let trip = try await office.fileTrip()
            let stranger = Person(id: StaffID().rawValue, name: "Zoe", kind: .staff, roles: [.engineer])
            let finance = Person(id: StaffID().rawValue, name: "Anna", kind: .staff, roles: [.finance])
            for (person, sees) in [
                (office.joe, true), (office.ben, true), (office.fanny, true), (finance, true), (stranger, false),
            ] {
                let listed = try await listTrips(TripQuery(), office.call(person)).items.map(\.id)
                #expect(listed.contains(trip.id) == sees, "\(person.name)")
            }
            await #expect(throws: Problem.notFound("trip", trip.id)) {
                _ = try await tripDetails(TripPath(id: trip.id), office.call(stranger))
            }
            await #expect(throws: Problem.self) {
                _ = try await attendance(AttendanceQuery(staffID: office.joe.staffID), office.call(stranger))
            }
            _ = try await attendance(AttendanceQuery(staffID: office.joe.staffID), office.call(office.ben))
            _ = try await attendance(AttendanceQuery(), office.call(office.joe))
            // One's own days are nobody else's business.
            let readers: [String] = try await office.database.all(
                "select actor_name || ' ' || action from rt_audit where kind = 'read'")
            #expect(readers == ["Ben reads attendance"])
        }
    }

    @Test func pagesUseWhatTheyAreGiven() throws {
        let configuration = ServiceConfiguration(databaseURL: "postgres://127.0.0.1/x", amqpURL: "amqp://127.0.0.1/")
        #expect(try PageCheck.problems(of: OAService.definition(configuration)) == [])
    }

    @Test func pagesShowWhatHappened() async throws {
        try await Office.open { office in
            let trip = try await office.fileTrip(with: [office.fanny])
            let view = try await tripPage(TripPath(id: trip.id), office.call(office.joe)).document
            #expect(view.actions.map(\.actionPath) == ["/oa/api/trips/\(trip.id)/withdraw"])
            #expect(view.tables.first?.tableRows.map { $0.cells[0].cellText } == ["Ben"])
            let waiting = try await listTasks(TaskQuery(), office.call(office.ben)).items
            #expect(waiting.map(\.subject) == [trip.number])
            try await office.approve(trip)
            let month = try await attendancePage(
                AttendanceMonthQuery(month: Office.monday.period), office.call(office.joe))
            let marked = month.weeks.flatMap(\.cells).compactMap(\.day).filter { !$0.trips.isEmpty }
            #expect(marked.count == 3 || marked.count == Office.monday.lastOfMonth.day - Office.monday.day + 1)
            #expect(try await listStaff(StaffQuery(), office.call(office.fanny)).items.count == 4)
        }
    }
}
