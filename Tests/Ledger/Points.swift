import ArgumentParser
import CrashPoints

/// `ledger points`: where this build can be made to die.
struct Points: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the crash points of this build, one a line.")

    func run() {
        #if QIAO_CRASH_POINTS
            for point in CrashPoint.allCases { print(point.rawValue) }
        #endif
    }
}
