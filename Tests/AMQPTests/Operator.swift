import Foundation

/// What an operator does to the broker by `rabbitmqctl`.
enum Operator {
    private static var program: String? { ProcessInfo.processInfo.environment["QIAO_TEST_RABBITMQCTL"] }

    static var isThere: Bool { program != nil }
    static var mayRaiseAlarms: Bool {
        isThere && ProcessInfo.processInfo.environment["QIAO_TEST_BROKER_ALARM"] != nil
    }

    @discardableResult
    static func control(_ arguments: String...) async throws -> String {
        guard let program else { throw CocoaError(.fileNoSuchFile) }
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-q"] + arguments
        process.standardOutput = output
        process.standardError = output
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                continuation.resume(returning: text)
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }

    static func closeConnection(named name: String) async throws {
        let list = try await control("list_connections", "pid", "client_properties")
        for line in list.split(separator: "\n") where line.contains(name) {
            guard let pid = line.split(separator: "\t").first else { continue }
            _ = try await control("close_connection", String(pid), "a test")
        }
    }
}
