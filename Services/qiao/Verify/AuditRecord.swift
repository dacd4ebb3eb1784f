import JSONSchema
import Kernel

/// What one service keeps of another's audit trail, compared with that trail: who rewrites a trail whole, hashes and all,
/// cannot rewrite what others keep of it.
struct AuditRecord: Sendable {
    let person: Person

    private struct Head: Hashable {
        let position: Int64
        let hash: String
    }

    /// - Returns: how many places were compared, and what differs first.
    func compare(_ service: String, _ prefix: String, keptBy keeper: String, _ keeperPrefix: String) async throws
        -> (count: Int, difference: String?)
    {
        var (count, after) = (0, Int64(0))
        while true {
            let kept = try heads(await person.get("\(keeperPrefix)/ops/audit-heads?service=\(service)&after=\(after)"))
            guard let last = kept.last else { return (count, nil) }
            let positions = kept.map { "\($0.position)" }.joined(separator: ",")
            let own = Set(try heads(await person.get("\(prefix)/ops/audit-seals?positions=\(positions)")))
            if let differing = kept.first(where: { !own.contains($0) }) {
                let found = own.first { $0.position == differing.position }.map { "has \($0.hash.prefix(12))…" }
                return (
                    count,
                    "\(service): the audit trail was rewritten at or before place \(differing.position): "
                        + "\(keeper) keeps \(differing.hash.prefix(12))…, the trail \(found ?? "ends before")"
                )
            }
            (count, after) = (count + kept.count, last.position)
        }
    }

    private func heads(_ answer: JSONValue) throws -> [Head] {
        try answer.list("heads").map { item in
            guard case .integer(let position)? = item["position"] else { throw Unexpected("not a head: \(item)") }
            return Head(position: position, hash: try item.string("hash"))
        }
    }
}
