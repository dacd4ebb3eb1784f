import Foundation
import Kernel
import Testing

@Suite struct IdentifierTests {
    /// Documents are listed by their ids; what is made in one step would else be in any order.
    @Test func idsMadeLaterSortLaterAlsoWithinOneMillisecond() {
        let ids = (1...20_000).map { _ in WorkOrderID().description }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test func anIDsTextIsItsDigitsInSmallLetters() {
        let example = UUID(uuidString: "017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
        #expect(example?.text == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        for _ in 1...200 {
            let id = UUID()
            #expect(id.text == id.uuidString.lowercased())
        }
    }

    @Test func manyAtOnceNeverMakeTheSameAndEachSeesItsOwnInOrder() async {
        let all = await withTaskGroup(of: [String].self) { group in
            for _ in 1...4 { group.addTask { (1...5_000).map { _ in UUID.timeOrdered().uuidString } } }
            return await group.reduce(into: [[String]]()) { $0.append($1) }
        }
        for ids in all { #expect(ids == ids.sorted()) }
        #expect(Set(all.joined()).count == 20_000)
    }

    @Test func anIDIsOfVersionSevenAndHoldsItsTime() {
        let id = UUID.timeOrdered(at: Date(timeIntervalSince1970: 1_645_557_742))
        // The example of RFC 9562, appendix A.6, is of this time.
        #expect(id.uuidString.hasPrefix("017F22E2-79B0-7000-"))
        #expect(id.uuid.8 >> 6 == 2)
        #expect(id < UUID.timeOrdered(at: Date(timeIntervalSince1970: 1_645_557_742.001)))
        let now = UUID.timeOrdered()
        #expect(UUID.timeOrdered(at: Date(timeIntervalSinceNow: -1)) < now)
        #expect(now < UUID.timeOrdered(at: Date(timeIntervalSinceNow: 1)))
    }
}
