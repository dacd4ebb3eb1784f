import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime
import TestSupport

/// A service as small as one can be, with every kind of route.
enum Notes: Publisher {
    static let name = "notes"
    static let catalog = EventCatalog(publisher: name, [NoteWritten.self, TodoOpened<Notes>.self])
}

struct NoteWritten: Event {
    static var type: String { "notes.note.written" }
    static var summary: String { "A note was written." }
    var noteID: UUID
    var aggregate: UUID { noteID }
}

enum Note {}
typealias NoteID = ID<Note>

struct NewNote: Codable, Sendable {
    var text: String
    var price: Money?
    var lines: [Line]?

    struct Line: Codable, Sendable {
        var name: String
        var count: Int
    }
}

struct WrittenNote: Codable, Sendable {
    let id: NoteID
    let number: String
}

struct NotePath: Codable, Sendable { var id: NoteID }

struct ChangedNote: Codable, Sendable {
    var id: NoteID
    var text: String
}

struct NoteRow: Editable, Codable, Sendable {
    let noteID: NoteID
    let number: String
    let text: String
    let price: Money
    let etag: String?
}

struct NotesView: ShowsTable, Codable, Sendable {
    let table: DataTable
}

private func write(_ input: NewNote, _ call: CommandCall) async throws -> WrittenNote {
    if input.text == "slow" { try await call.tx.execute("select pg_sleep(20)") }
    guard input.text != "nonsense" else { throw Problem.unprocessable(type: "nonsense", "this makes no sense") }
    let id = NoteID()
    let number = try await documentNumber("NT", call.tx)
    try await call.tx.execute(
        """
        insert into note (note_id, number, author, text, price)
        values (\(id), \(number), \(try call.signedIn().id), \(input.text), \(input.price ?? .zero))
        """)
    call.tx.emit(NoteWritten(noteID: id.rawValue))
    return WrittenNote(id: id, number: number)
}

struct NoteQuery: PageRequest, Codable, Sendable {
    var q: String?
    var from: BusinessDate?
    var sort: Sorting<NoteField>?
    var cursor: String?
    var limit: Int?
}

enum NoteField: String, SortField {
    case written, text

    var column: SQL? { self == .text ? "note.text" : nil }
}

private func list(_ input: NoteQuery, _ call: Call) async throws -> Paged<NoteRow> {
    let order = input.sort ?? .descending(.written)
    let wanted = SQL.all(
        .holds(input.q, "text", "number"), .instant("written_at", from: input.from, to: nil),
        order.after(try input.last(NoteID.self), in: "note", id: "note.note_id"))
    let rows = try await call.database.all(
        """
        select note_id, number, text, price, xmin::text as etag from note where \(wanted)
        order by \(order.clause(id: "note.note_id")) limit \(input.rowLimit)
        """, as: NoteRow.self)
    return Paged(rows, input) { [$0.noteID.description] }
}

private func show(_ input: NotePath, _ call: Call) async throws -> NoteRow {
    let row = try await call.database.first(
        "select note_id, number, text, price, xmin::text as etag from note where note_id = \(input.id)",
        as: NoteRow.self)
    guard let row else { throw Problem.notFound("note", input.id) }
    return row
}

private func notesPage(_ input: NoteQuery, _ call: Call) async throws -> NotesView {
    NotesView(
        table: DataTable(
            try await call.listed("notes", input, list), sorted: (input.sort ?? .descending(.written)).word,
            filters: [.text("action_search"), .day("from", "field_from")], empty: "notes_empty",
            columns: [
                .init("field_number", sort: "written") { .link($0.number, to: "/notes/notes/\($0.noteID)") },
                .init("notes_text", sort: "text") { .text($0.text) },
                .init("field_price", isNumber: true) { .text(call.format($0.price)) },
                .actions { .button(call.text("action_save"), "/notes/api/notes/\($0.noteID)/_delete") },
            ],
            marks: RowMarks { $0.text == "kept" ? nil : $0.noteID.description }
                .offering("action_save", "/notes/api/notes/remove"), call))
}

/// Notes that begin so are their author's alone.
private func notePage(_ input: NotePath, _ call: Call) async throws -> DocumentPage {
    let note: NoteRow? = try await call.database.first(
        """
        select note_id, number, text, price, xmin::text as etag from note
        where note_id = \(input.id) and (text not like 'secret%' or author = \(try call.signedIn().id))
        """)
    guard let note else { throw Problem.notFound("note", input.id) }
    try await call.record(.read, "reads a note", of: "/notes/api/notes/\(input.id)")
    return DocumentPage(
        DocumentView(
            "notes_text", number: note.number, badges: [Badge("open", call)],
            actions: [
                .form(
                    "action_save", to: "/notes/api/notes/\(input.id)/_put",
                    [.text("text", "notes_text", value: note.text, isRequired: true)], revision: note.etag)
            ],
            facts: [DocumentFact("notes_text", note.text)],
            history: [HistoryEntry(at: Date(timeIntervalSince1970: 0), note.text, who: "Ben")],
            chain: nil, call))
}

struct Remark: Codable, Sendable {
    var noteID: NoteID
    var numbers: [String]?
}

struct RemarkedNote: Codable, Sendable {
    let noteID: NoteID
    let by: String
}

private func find(_ query: LookupQuery, _ call: Call) async throws -> [LookupEntry] {
    let rows: [NoteRow] = try await call.database.all(
        """
        select note_id, number, text, price, xmin::text as etag from note where \(query.fits("number", "text"))
        order by \(query.nearest("number", "text")) limit \(query.rowLimit)
        """)
    return rows.map { LookupEntry(id: $0.noteID, number: $0.number, name: $0.text, note: call.format($0.price)) }
}

private func change(_ input: ChangedNote, _ call: CommandCall) async throws -> Done {
    let etag: String? = try await call.tx.first(
        "select xmin::text from note where note_id = \(input.id) for no key update")
    guard let etag else { throw Problem.notFound("note", input.id) }
    try call.mustBeCurrent(etag)
    guard input.text != "bad" else { throw Problem.invalid(field: "text", "must not be bad") }
    try await call.tx.execute("update note set text = \(input.text) where note_id = \(input.id)")
    call.tx.emit(NoteWritten(noteID: input.id.rawValue))
    return Done()
}

private func remove(_ input: NotePath, _ call: CommandCall) async throws -> Done {
    let removed = try await call.tx.execute("delete from note where note_id = \(input.id)")
    guard removed == 1 else { throw Problem.notFound("note", input.id) }
    return Done()
}

let notesRoutes: [Route] =
    savedViewRoutes + [
        query("notes", "All notes, newest first", .signedIn, list),
        query("notes/{id}", "One note", .signedIn, show),
        query("notes/newest", "The newest note", .signedIn) { (_: NoInput, call) in
            try await call.database.one(
                "select note_id, number, text, price, xmin::text as etag from note order by note_id desc limit 1",
                as: NoteRow.self)
        },
        query("secrets", "For finance only", .roles(.finance)) { (_: NoInput, _) in Done() },
        query("old", "Goes on for a while", .anyone) { (_: NoInput, _) in Done() }
            .deprecated(
                since: BusinessDate(dayNumber: 20_454), until: BusinessDate(dayNumber: 20_644),
                insteadUse: "/notes/api/notes"),
        query("open", "For everyone", .anyone) { (_: NoInput, call) in WhoAmI(name: call.person?.name) },
        command("notes", "Write a note", .staff, status: 201, then: "/notes/notes/{id}", write),
        command(.put, "notes/{id}", "Change a note", .staff, edits: true, change),
        command(.patch, "notes/{id}", "Forgets to compare", .staff, edits: true) { (input: ChangedNote, call) in
            try await call.tx.execute("update note set text = \(input.text) where note_id = \(input.id)")
            return Done()
        },
        command(.delete, "notes/{id}", "Remove a note", .staff, remove),
        commandForSeveral("notes/remove", "Remove notes", .staff, each: "notes/{id}/remove") {
            try await remove(NotePath(id: $0), $1)
        },
        lookup("notes", for: ["noteID"], byNumber: ["numbers"], "Notes by number or text", .staff, find),
        action(.post, "remarks", "Remark on a note", .anyone, then: "/notes/{noteID}/{by}") { (input: Remark, _) in
            RemarkedNote(noteID: input.noteID, by: input.numbers?.joined(separator: "+") ?? "nobody")
        },
        action(.post, "echo", "Say what was sent", .anyone) { (input: NewNote, _) in input },
        page("notes/{id}", template: "document", title: "notes_text", .staff, notePage),
        page("notes", template: "notes", title: "notes_title", .staff, notesPage),
    ]

struct WhoAmI: Codable, Sendable { let name: String? }

/// The service on a schema of its own.
struct NotesHouse: Sendable {
    let assembly: ServiceAssembly
    let anna: Person
    let token: String

    /// Runs a test against a started service and clears up after it.
    static func with<T: Sendable>(
        timeLimit: Duration? = nil, listening: [Subscription] = [],
        _ arrange: (inout ServiceConfiguration) -> Void = { _ in },
        _ body: (NotesHouse) async throws -> T
    ) async throws -> T {
        let schema = try await TestDatabase.make("notes")
        var configuration = try configuration(schema.name)
        if let timeLimit { configuration.timeLimit = timeLimit }
        arrange(&configuration)
        let assembly = try ServiceRuntime.build(definition(listening), configuration)
        do {
            try await assembly.start()
            let anna = Person(id: UUID(), name: "Anna", kind: .staff, roles: [.sales])
            let house = NotesHouse(assembly: assembly, anna: anna, token: try await assembly.token(for: anna))
            let value = try await body(house)
            await assembly.context.database.close()
            try await schema.drop()
            return value
        } catch {
            await assembly.context.database.close()
            try? await schema.drop()
            throw error
        }
    }

    static var definition: ServiceDefinition { definition([]) }

    static func definition(_ subscriptions: [Subscription]) -> ServiceDefinition {
        ServiceDefinition(
            publisher: Notes.self, catalog: Notes.catalog, resources: Bundle.module, routes: notesRoutes,
            subscriptions: subscriptions,
            figures: [
                figure("notes.count") { try await $0.database.one("select count(*) from note", as: Int.self) }
            ])
    }

    static func configuration(_ schema: String) throws -> ServiceConfiguration {
        ServiceConfiguration(
            databaseURL: ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"] ?? "",
            databaseSchema: schema, amqpURL: "amqp://guest:guest@127.0.0.1:1/none")
    }

    var bearer: [String: String] { ["Authorization": "Bearer \(token)"] }

    func write(_ text: String, key: String = UUID().uuidString) async -> InProcessAnswer {
        await assembly.ask(
            "POST", "/notes/api/notes", headers: bearer.merging(["Idempotency-Key": key]) { $1 },
            body: #"{"text":"\#(text)"}"#)
    }

    /// Sends a form as a browser does.
    func post(_ fields: String, to path: String = "/notes/api/notes") async -> InProcessAnswer {
        await assembly.ask(
            "POST", path,
            headers: [
                "Cookie": "qiao_session=\(token)", "Accept": "text/html", "Host": "qiao.test",
                "Origin": "http://qiao.test", "Content-Type": "application/x-www-form-urlencoded",
            ], body: fields)
    }

    func count() async throws -> Int {
        try await assembly.context.database.one("select count(*) from note", as: Int.self)
    }
}

/// An RFC 9457 problem as a client reads it.
struct ProblemBody: Decodable {
    struct Field: Decodable, Equatable {
        let field: String
        let message: String
    }
    let type: String
    let status: Int
    let detail: String?
    let errors: [Field]?
}
