import Foundation

/// What libFuzzer calls. `QIAO_FUZZ_SUBJECT` names the subject, without it they are listed; with `QIAO_FUZZ_SEEDS` its seeds are written to that
/// folder, and that is all.
private let subject: Subject = {
    let environment = ProcessInfo.processInfo.environment
    guard let subject = Subject.all.first(where: { $0.name == environment["QIAO_FUZZ_SUBJECT"] }) else {
        print(Subject.all.map(\.name).joined(separator: "\n"))
        exit(environment["QIAO_FUZZ_SUBJECT"] == nil ? 0 : 2)
    }
    return subject
}()

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    let subject = subject
    guard let folder = ProcessInfo.processInfo.environment["QIAO_FUZZ_SEEDS"] else { return 0 }
    do {
        for (index, seed) in try subject.seeds().enumerated() {
            try Data(seed).write(to: URL(filePath: folder).appending(path: "seed-\(index)"))
        }
        exit(0)
    } catch {
        print("the seeds cannot be written: \(error)")
        exit(1)
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try subject.check(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        fatalError("\(error)")
    }
    return 0
}
