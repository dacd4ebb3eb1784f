import Kernel

/// Amounts as bars, by day or the like, and the same in a table for those who do not see bars, or want the figures. A page
/// that has one says `{{#chart}}{{> chart}}{{/chart}}`.
public struct Chart: Codable, Sendable {
    struct Series: Codable, Sendable { let seriesName: String }
    struct Figure: Codable, Sendable {
        /// As its script reads it.
        let figureValue: String
        /// As people do.
        let figureText: String
    }
    struct Row: Codable, Sendable {
        let rowName: String
        let rowFigures: [Figure]
    }
    let chartTitle: String
    let chartBy: String
    let chartSeries: [Series]
    let chartRows: [Row]

    /// - Parameters:
    ///   - title: the key of what it shows.
    ///   - by: the key of what the bars are for.
    ///   - series: the keys of what each bar is put together from, three at most.
    ///   - rows: a bar each, with an amount for each of the series.
    public init(
        _ title: String, by: String, series: [String], rows: [(name: String, amounts: [Money])], _ call: some Calling
    ) {
        (chartTitle, chartBy) = (call.text(title), call.text(by))
        chartSeries = series.map { Series(seriesName: call.text($0)) }
        chartRows = rows.map { row in
            Row(
                rowName: row.name,
                rowFigures: row.amounts.map { Figure(figureValue: $0.amountText, figureText: call.format($0)) })
        }
    }
}
