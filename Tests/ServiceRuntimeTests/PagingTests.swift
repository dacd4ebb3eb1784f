import Postgres
import Testing

@testable import ServiceRuntime

@Suite("Pages of lists")
struct PagingTests {
    /// A page is read by a plan for few rows, and always knows whether there is a next one.
    @Test func moreIsReadThanAPageHasAndThatIsNoParameter() {
        for limit in [nil, -1, 1, 7, 10, 11, 50, 51, 100, 101, 200, 1000] as [Int?] {
            let page = PageQuery(limit: limit)
            let read = Int(page.rowLimit.text)
            #expect(read.map { $0 > page.pageSize } == true, "\(page.rowLimit.text) for \(page.pageSize)")
        }
        #expect(Set((1...200).map { PageQuery(limit: $0).rowLimit.text }).count == 4)
    }

    @Test(arguments: [1, 7, 50, 200])
    func allRowsAreSeenOnceWhateverAPageHolds(limit: Int) throws {
        let all = Array(1...455)
        var (seen, next): ([Int], String?) = ([], nil)
        repeat {
            let request = PageQuery(cursor: next, limit: limit)
            let last = try request.position()?.first.flatMap { Int($0) } ?? 0
            let rows = all.filter { $0 > last }.prefix(try #require(Int(request.rowLimit.text)))
            let page = Paged(Array(rows), request) { [String($0)] }
            #expect(page.items.count <= limit)
            seen += page.items
            next = page.next
        } while next != nil
        #expect(seen == all)
    }
}
