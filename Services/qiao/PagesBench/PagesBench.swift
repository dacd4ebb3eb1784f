import ArgumentParser
import Bench
import Foundation

/// `qiao bench pages`: how long a service works on its pages, beside what their SQL alone takes.
struct PagesBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pages",
        abstract: "Milliseconds of list and document pages at 100,000 rows, beside their SQL alone.",
        discussion: """
            Gives the running home's CRM so many leads and takes them away again: not for a company's own data. A page's time
            is the service's own, from its metrics; its SQL is what the server's log shows the page to ask, run again in a
            session of this command. Both take turns. The statements are counted at 10 and at 50 rows: a query per row
            would show.
            """)

    @Option(help: "Leads in the list.") var rows = 100_000
    @Option(help: "How often each page is asked for in one run.") var pages = 20
    @Option(help: "How often each side runs; medians are printed.") var runs = 5
    @OptionGroup var common: GatewayOptions

    /// What was measured.
    struct Result: Encodable {
        var pages: [PageFigures]
        var rows: Int
        var runs: Int
    }

    func validate() throws {
        guard rows >= 1000, pages > 0, runs > 0 else {
            throw ValidationError("--rows wants 1000, --pages and --runs 1")
        }
    }

    func run() async throws {
        let values = try EnvironmentFile.values(common.env, knownBy: "QIAO_CRM_URL")
        guard let service = values["QIAO_CRM_URL"] else { throw MissingSetting(key: "QIAO_CRM_URL") }
        guard let database = values["QIAO_DATABASE_URL"] else { throw MissingSetting(key: "QIAO_DATABASE_URL") }
        let result = try await common.withGateway { gateway in
            let cast = try await Cast.gather(gateway)
            let leads = try LeadGround(database)
            do {
                try await leads.fill(rows, owner: cast.joe.id)
                let reader = PageReader(service: service, token: await cast.ben.token)
                let log = try await StatementLog(
                    file: EnvironmentFile.home(common.env).appending(path: "log/postgres.log"), leads.database)
                let figures = try await measure(try await samples(reader, leads), reader, log, leads)
                try await leads.remove()
                return Result(pages: figures, rows: rows, runs: runs)
            } catch {
                try? await leads.remove()
                throw error
            }
        }
        if common.json { print(try jsonLine(result)) }
    }

    private func samples(_ reader: PageReader, _ leads: LeadGround) async throws -> [PageSample] {
        let list = "/crm/leads"
        let second = try await reader.link(holding: "cursor=", on: list)
        return [
            PageSample(name: "list", path: list), PageSample(name: "sorted", path: "\(list)?sort=name"),
            PageSample(name: "filtered", path: "\(list)?state=qualified"),
            PageSample(name: "searched", path: "\(list)?q=\(leads.rarePart(of: rows))"),
            PageSample(name: "second page", path: second),
            PageSample(
                name: "document", path: "\(list)/\(try await leads.anyLead())", route: "\(list)/{id}", isList: false),
        ]
    }

    private func measure(
        _ samples: [PageSample], _ reader: PageReader, _ log: StatementLog, _ leads: LeadGround
    ) async throws -> [PageFigures] {
        var figures: [PageFigures] = []
        for sample in samples {
            let statements = try await log.statements(of: sample.path, reader)
            var few: Int?
            if sample.isList {
                let short = sample.path + (sample.path.contains("?") ? "&" : "?") + "limit=10"
                few = try await log.statements(of: short, reader).count
            }
            let replay = try await RepeatedStatements(statements, leads)
            var (own, sql, ratios) = ([Double](), [Double](), [Double]())
            for _ in 1...runs {
                own.append(try await reader.serverMilliseconds(sample, times: pages))
                sql.append(try await replay.milliseconds(times: pages))
                ratios.append(own[own.count - 1] / sql[sql.count - 1])
            }
            let figure = PageFigures(
                name: sample.name, milliseconds: own.median.rounded(to: 2), sqlMilliseconds: sql.median.rounded(to: 2),
                ratio: ratios.median.rounded(to: 2), statements: statements.count, statementsOfTenRows: few)
            if !common.json { print(figure) }
            figures.append(figure)
        }
        return figures
    }
}

/// A page that is measured.
struct PageSample: Sendable {
    let name: String
    let path: String
    /// As the metrics name it.
    var route = "/crm/leads"
    var isList = true
}

/// What was found of a page.
struct PageFigures: Encodable, CustomStringConvertible {
    let name: String
    let milliseconds: Double
    let sqlMilliseconds: Double
    let ratio: Double
    let statements: Int
    let statementsOfTenRows: Int?

    var description: String {
        "\(name): \(milliseconds) ms, its SQL \(sqlMilliseconds) ms, \(ratio) times; \(statements) statements"
            + (statementsOfTenRows.map { ", of 10 rows \($0)" } ?? "")
    }
}
