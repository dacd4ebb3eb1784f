import Foundation
import Testing

extension Subject: CustomTestStringConvertible {
    var testDescription: String { name }
}

/// The short form of what `Tests/Fuzz/run` does for as long as one likes, with the same subjects.
///
/// `QIAO_FUZZ_SEED` asks for other inputs than the usual ones, `QIAO_FUZZ_COUNT` for more or fewer of each subject.
@Suite struct FuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["QIAO_FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_261_124
    private static let count = environment["QIAO_FUZZ_COUNT"].flatMap { Int($0) } ?? 3000

    @Test(arguments: Subject.all)
    func seedsAreReadAsTheyAre(subject: Subject) throws {
        let seeds = try subject.seeds()
        #expect(!seeds.isEmpty)
        for seed in seeds { try subject.check(seed) }
    }

    @Test(arguments: Subject.all)
    func noInputBreaksAPromise(subject: Subject) throws {
        // Printed first: an input that ended the process could not be told any more.
        print("\(subject.name): QIAO_FUZZ_SEED=\(Self.seed)")
        var mutation = Mutation(seed: Self.seed)
        let seeds = try subject.seeds()
        for _ in 0..<Self.count { try check(subject, mutation.input(from: seeds)) }
    }

    /// What was found once is looked at in every run.
    @Test(arguments: Subject.all)
    func whatBrokeOnceHoldsNow(subject: Subject) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Found/\(subject.name)")
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
            try check(subject, [UInt8](Data(contentsOf: folder.appending(path: name))))
        }
    }

    private func check(_ subject: Subject, _ input: [UInt8]) throws {
        do {
            try subject.check(input)
        } catch let broken as Broken {
            Issue.record("\(broken), from the bytes \(Data(input).base64EncodedString())")
        }
    }
}
