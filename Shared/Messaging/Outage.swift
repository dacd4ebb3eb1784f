import Postgres

extension PostgresError {
    /// The database is away: nothing an event can be blamed for. A statement that takes too long is.
    var isOutage: Bool {
        if case .timeout = self { return false }
        return isUnavailable
    }

    /// What was to be written can never be: no other attempt helps.
    var blamesTheValues: Bool {
        if case .encoding = self { return true }
        return sqlState?.hasPrefix("22") == true
    }
}
