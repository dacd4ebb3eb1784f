import ERPDomain
import ERPEvents
import Postgres

// The words of the rules, kept as `text`.

extension SalesOrderState: PostgresEncodable, PostgresDecodable {}
extension RevisionState: PostgresEncodable, PostgresDecodable {}
extension WorkOrderState: PostgresEncodable, PostgresDecodable {}
extension RefundState: PostgresEncodable, PostgresDecodable {}
extension RefundCause: PostgresEncodable, PostgresDecodable {}
extension Account: PostgresEncodable, PostgresDecodable {}
