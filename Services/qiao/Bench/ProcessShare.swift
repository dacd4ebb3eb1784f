import Foundation

/// What a process takes of the machine.
struct ProcessShare: Encodable, Sendable {
    var name: String
    /// Processor time as a share of one core.
    var corePercent: Double
    /// Resident memory.
    var megabytes: Double

    /// The services that run in a home, by the notes of `deploy/up`.
    static func services(_ home: URL) -> [(String, pid_t)] {
        let notes = (try? FileManager.default.contentsOfDirectory(atPath: home.appending(path: "run").path)) ?? []
        return notes.sorted().filter { $0.hasSuffix("-service.pid") }.compactMap { note in
            let text = try? String(contentsOf: home.appending(path: "run/\(note)"), encoding: .utf8)
            guard let text, let id = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) else { return nil }
            return (String(note.dropLast(4)), id)
        }
    }

    /// Seconds of processor time that a process has used; nil when it is gone.
    static func ticks(_ process: pid_t) -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        // Behind the name, which may hold spaces: utime and stime are the 12th and 13th fields.
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    static func megabytes(_ process: pid_t) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first).flatMap { Double($0) }.map { $0 / 1024 }
            ?? 0
    }
}
