import Foundation
import Kernel

/// The examples' routes, of every service alike.
enum Examples {
    static let shown = page("examples", template: "examples", title: "example_title", .anyone, show)

    static func routes(_ prefix: String) -> [(path: String, route: Route)] {
        [
            ("\(prefix)/examples", shown),
            (
                "\(prefix)/api/examples/errors",
                refusing { .invalid(field: "amount.amount", "must be more than nothing") }
            ),
            ("\(prefix)/api/examples/meanwhile", refusing { .changedMeanwhile }),
            (
                "\(prefix)/api/examples/success",
                action(.post, "examples/success", "Succeeds", .anyone) { (_: ExampleForm, _) in Done() }
            ),
            ("\(prefix)/api/lookups/examples", lookup("examples", for: ["exampleID"], "Examples", .anyone, find)),
        ]
    }

    private struct ExampleForm: Codable, Sendable {
        var name: String?
        var amount: Money?
        var exampleID: String?
    }

    private static func find(_ query: LookupQuery, _ call: Call) async throws -> [LookupEntry] {
        let typed = query.q?.lowercased() ?? ""
        return ExampleItem.all.map {
            LookupEntry(id: "example \($0.number)", number: $0.number, name: $0.name, note: call.format($0.amount))
        }.filter { typed.isEmpty || $0.shown.lowercased().contains(typed) }
    }

    private static func refusing(_ problem: @escaping @Sendable () -> Problem) -> Route {
        action(.post, "examples/refusal", "Refuses what is sent", .anyone) { (_: ExampleForm, _) -> Done in
            throw problem()
        }
    }

    private static func show(_ query: ExampleQuery, _ call: Call) async throws -> ExamplesPage {
        ExamplesPage(
            table: try await table(query, call), document: document(call),
            picker: FormField.reference("exampleID", "example_reference", among: "examples", isRequired: true)
                .view(of: "example", call),
            steps: PageStep.steps(["example_step_one", "example_step_two", "example_step_three"], at: 1, call),
            hasSeveral: false,
            chart: Chart(
                "example_heading_chart", by: "example_day", series: ["example_series_one", "example_series_two"],
                rows: zip([3, 5, 4, 8, 6, 9, 7], [1, 2, 2, 3, 5, 4, 6]).enumerated().map { day, sold in
                    ("\(day + 1)", [Money(minor: sold.0 * 100_00), Money(minor: sold.1 * 100_00)])
                }, call))
    }

    private static func table(_ query: ExampleQuery, _ call: Call) async throws -> DataTable {
        DataTable(
            try await call.listed("examples", query) { ExampleItem.fitting($0, $1) },
            sorted: (query.sort ?? .ascending(.number)).word, filters: [.text("action_search")],
            empty: "table_nothing_fits",
            columns: [
                .init("example_number", sort: "number") { .link($0.number, to: call.request.path) },
                .init("example_name") { .text($0.name) },
                .init("field_state") { .badge(Badge($0.state, call)) },
                .init("example_amount", sort: "amount", isNumber: true) { .text(call.format($0.amount)) },
            ], call)
    }

    private static func document(_ call: Call) -> DocumentView {
        let api = "\(call.service.prefix)/api/examples"
        let item = ExampleItem.all[1]
        return DocumentView(
            "example_document_kind", number: item.number, subject: item.name, badges: [Badge(item.state, call)],
            notices: [DocumentNotice(call.text("example_notice"))],
            actions: [
                .form(
                    "example_show_errors", to: "\(api)/errors",
                    [.text("name", "example_name", isRequired: true), .money("amount", "example_amount", value: "0")]),
                .form(
                    "example_show_merge", to: "\(api)/meanwhile", [.text("name", "example_name", value: item.name)]),
                .form("example_show_toast", to: "\(api)/success", weight: .danger),
            ],
            facts: [
                DocumentFact("example_name", item.name), DocumentFact("example_amount", call.format(item.amount)),
            ],
            tables: [
                DocumentTable(
                    "lines", "example_lines",
                    [.init(call.text("example_name")), .init(call.text("example_amount"), isNumber: true)],
                    ExampleItem.all.map { [.text($0.name), .text(call.format($0.amount))] })
            ],
            related: [
                RelatedDocument("example_document_kind", "EX-001", link: call.request.path, badge: Badge("open", call))
            ],
            history: (1...12).map {
                HistoryEntry(at: Date(timeIntervalSince1970: Double($0) * 86_400), call.text("example_show_toast"))
            }, chain: nil, call)
    }
}
