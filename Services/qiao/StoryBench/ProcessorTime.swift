import Bench
import Foundation

/// The processor time that the parts of a running home have used, and this program.
struct ProcessorTime: Sendable {
    /// Seconds by name: each service, `postgres`, `rabbitmq`, `nginx`, and `qiao` itself.
    private let seconds: [String: Double]

    /// A part's share of a stretch of time.
    struct Share: Encodable, Sendable {
        let name: String
        /// In percent of one core.
        let corePercent: Double
    }

    /// Reads what each process noted in the home's `run` folder has used so far, with all that it started.
    init(home: URL) {
        let children = Self.children()
        var seconds = ["qiao": Self.used(getpid())]
        let run = home.appending(path: "run")
        for note in (try? FileManager.default.contentsOfDirectory(atPath: run.path)) ?? [] where note.hasSuffix(".pid")
        {
            guard let text = try? String(contentsOf: run.appending(path: note), encoding: .utf8),
                let process = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
            else { continue }
            seconds[String(note.dropLast(4))] = Self.family(of: process, children).reduce(0) { $0 + Self.used($1) }
        }
        self.seconds = seconds
    }

    /// What each part used between `earlier` and this, the most first; parts that hardly ran are left out.
    func shares(since earlier: ProcessorTime, over elapsed: Double) -> [Share] {
        seconds.compactMap { name, now in
            let percent = max(0, now - (earlier.seconds[name] ?? 0)) / max(elapsed, 0.001) * 100
            return percent < 0.1 ? nil : Share(name: name, corePercent: (percent * 10).rounded() / 10)
        }.sorted { $0.corePercent > $1.corePercent }
    }

    private static func family(of process: pid_t, _ children: [pid_t: [pid_t]]) -> [pid_t] {
        [process] + (children[process] ?? []).flatMap { family(of: $0, children) }
    }

    private static func children() -> [pid_t: [pid_t]] {
        let all = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        var children: [pid_t: [pid_t]] = [:]
        for process in all {
            if let parent = fields(process).flatMap({ pid_t($0[1]) }) { children[parent, default: []].append(process) }
        }
        return children
    }

    private static func used(_ process: pid_t) -> Double {
        guard let fields = fields(process), let user = Double(fields[11]), let system = Double(fields[12]) else {
            return 0
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The fields of `/proc/PID/stat` behind the name, which may hold spaces: the state is the first.
    private static func fields(_ process: pid_t) -> [Substring]? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 12 ? fields : nil
    }
}
