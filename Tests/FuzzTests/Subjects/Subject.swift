/// Something of ours that reads bytes nobody can vouch for.
struct Subject: Sendable {
    let name: String
    /// Inputs that are as they should be; all others are made from them.
    let seeds: @Sendable () throws -> [[UInt8]]
    /// Reads an input. What is refused is refused quietly; ``Broken`` is thrown when what was read breaks a promise, and
    /// nothing at all may end the process.
    let check: @Sendable ([UInt8]) throws -> Void

    static let all: [Subject] = [
        timestamps, arrays, scalars, rows, addresses, fieldTables, frames, envelopes, events,
    ]
}

/// A promise that an input broke.
struct Broken: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The value that a reader makes of an input, nil when it refuses.
func read<T>(_ reader: () throws -> T) throws -> T? {
    do {
        return try reader()
    } catch let broken as Broken {
        throw broken
    } catch {
        return nil
    }
}
