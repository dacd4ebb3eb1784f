import Foundation
import Postgres
import Testing

@Suite struct SQLTests {
    @Test func interpolatedValuesBecomeParameters() {
        let name = "'; drop table customer; --"
        let sql: SQL = "select * from customer where name = \(name) and level > \(3)"
        #expect(sql.text == "select * from customer where name = $1 and level > $2")
    }

    @Test func fragmentsKeepTheirParametersInOrder() {
        let condition: SQL = "state = \("open")"
        let conditions = [condition, "level > \(3)"].joined(separator: " and ")
        let sql: SQL = "select \(1) from t where \(conditions) limit \(10)"
        #expect(sql.text == "select $1 from t where state = $2 and level > $3 limit $4")
    }

    @Test func identifiersAreQuotedAndRawTextIsLabelled() {
        let sql: SQL = "select \(identifier: "odd \"name\"") from t order by \(unsafe: "1 desc")"
        #expect(sql.text == "select \"odd \"\"name\"\"\" from t order by 1 desc")
    }

    @Test func conditionsThatDoNotApplyAreLeftOut() {
        let (state, before): (String?, Int?) = ("open", nil)
        let some: SQL = "where \(.all("level > \(3)", before.map { "id < \($0)" }, state.map { "state = \($0)" }))"
        #expect(some.text == "where level > $1 and state = $2")
        #expect(SQL.all(nil, nil).text == "true")
    }

    @Test func joiningNothingIsEmpty() {
        #expect([SQL]().joined(separator: ", ").text.isEmpty)
    }
}
