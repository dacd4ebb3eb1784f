import ERPDomain
import Postgres

// The words of the rules, kept as `text`.

extension SalesOrderState: PostgresEncodable, PostgresDecodable {}
extension WorkOrderState: PostgresEncodable, PostgresDecodable {}
extension Account: PostgresEncodable, PostgresDecodable {}
