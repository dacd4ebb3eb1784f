import Foundation
import Kernel
import Postgres

/// The next number of a kind of document, `SO-2026-000012`, from the sequence `number_so` of the service's schema.
/// Numbers of transactions that roll back are skipped: where the law wants no gaps (vouchers), count rows instead.
public func documentNumber(_ prefix: String, _ transaction: some PostgresExecutor) async throws -> String {
    let sequence = "number_" + prefix.lowercased()
    let counter = try await transaction.one("select nextval(\(sequence)::regclass)", as: Int64.self)
    return DocumentNumber(prefix, year: BusinessDate.today.year, counter).description
}
