import CPostgres
import Foundation

extension Session {
    /// Streams rows into a table by COPY and says how many arrived.
    func copy(_ command: String, rows: [[any PostgresEncodable]], _ patience: inout Patience) throws -> Int {
        try send(PQsendQuery(connection, command))
        guard let answer = try nextResult(&patience) else { throw lost }
        guard PQresultStatus(answer) == PGRES_COPY_IN else {
            do {
                _ = try checked(answer)
            } catch {
                while let rest = try nextResult(&patience) { PQclear(rest) }
                throw error
            }
            throw PostgresError.misuse("the server did not accept COPY")
        }
        PQclear(answer)
        do {
            try put(rows, &patience)
        } catch let error as PostgresError {
            guard !isBroken else { throw error }
            PQputCopyEnd(connection, "given up")
            _ = try? takeOnly(&patience)
            throw error
        }
        try end(&patience)
        return try takeOnly(&patience).affected
    }

    private func put(_ rows: [[any PostgresEncodable]], _ patience: inout Patience) throws {
        var block: [UInt8] = []
        for row in rows {
            try appendCopyLine(row, to: &block)
            if block.count >= 64 * 1024 {
                try put(block, &patience)
                block.removeAll(keepingCapacity: true)
            }
        }
        if !block.isEmpty { try put(block, &patience) }
    }

    private func end(_ patience: inout Patience) throws {
        while true {
            let accepted = PQputCopyEnd(connection, nil)
            guard accepted >= 0 else { throw lost }
            if accepted == 1 { return }
            try flush(&patience)
        }
    }

    private func flush(_ patience: inout Patience) throws {
        var unsent = PQflush(connection)
        while unsent > 0 {
            try waitForSocket(&patience, toWrite: true)
            unsent = PQflush(connection)
        }
        guard unsent == 0 else { throw lost }
    }

    private func put(_ block: [UInt8], _ patience: inout Patience) throws {
        while true {
            let accepted = block.withUnsafeBytes {
                PQputCopyData(connection, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
            }
            guard accepted >= 0 else { throw lost }
            // Flushing each block keeps memory flat; 0 means libpq's buffer is full.
            try flush(&patience)
            if accepted == 1 { return }
        }
    }
}

private func appendCopyLine(_ row: [any PostgresEncodable], to block: inout [UInt8]) throws {
    for (index, value) in row.enumerated() {
        if index > 0 { block.append(UInt8(ascii: "\t")) }
        guard let text = value.postgresText else {
            block += "\\N".utf8
            continue
        }
        for byte in text.utf8 {
            switch byte {
            case 0: throw PostgresError.encoding("text with a NUL character cannot be stored")
            case UInt8(ascii: "\\"): block += "\\\\".utf8
            case UInt8(ascii: "\t"): block += "\\t".utf8
            case UInt8(ascii: "\n"): block += "\\n".utf8
            case UInt8(ascii: "\r"): block += "\\r".utf8
            default: block.append(byte)
            }
        }
    }
    block.append(UInt8(ascii: "\n"))
}
