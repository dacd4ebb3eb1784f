import Foundation
import Kernel
import Logging
import Postgres

/// The one place where an error becomes what the caller sees.
enum ErrorAnswers {
    static func problem(of error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let convertible as any ProblemConvertible: convertible.problem
        case let error as PostgresError: problem(of: error)
        case is CancellationError: .unavailable("the service is stopping")
        default: .internalError
        }
    }

    private static func problem(of error: PostgresError) -> Problem {
        if error.isUnavailable || error.canRetry { return .unavailable("the database is busy or away") }
        switch error.sqlState {
        case "55P03", "57014": return .unavailable("another change to the same document is under way")
        case "57P01", "57P02", "57P03", "53300": return .unavailable("the database is away")
        case "22008": return .unprocessable(type: "out-of-range", "a date is too far away to be kept")
        case "22003": return .unprocessable(type: "out-of-range", "a number is larger than can be kept")
        default: return .internalError
        }
    }

    /// How loud the log is about it: our mistakes are errors, outages warnings, the caller's mistakes whispers.
    static func level(of problem: Problem) -> Logger.Level {
        switch problem.status {
        case 500: .error
        case 503: .warning
        default: .debug
        }
    }

    static func json(_ problem: Problem) -> Answer {
        let body = (try? WireJSON.encode(problem)) ?? Data("{}".utf8)
        var answer = Answer(status: problem.status, contentType: "application/problem+json", body: body)
        answer.headers = retryAfter(problem)
        return answer
    }

    static func retryAfter(_ problem: Problem) -> [(String, String)] {
        problem.retryAfter.map { [("Retry-After", String($0))] } ?? []
    }
}
