import Messaging
import OAEvents
import Postgres

/// Keeps the names behind the ids of staff, and whom they report to.
func followStaff(_ incoming: Incoming<StaffChanged>, _ tx: EventTransaction) async throws {
    let staff = incoming.event
    tx.write(
        """
        insert into staff (staff_id, name, name_zh, manager_id)
        values (\(staff.staffID), \(staff.name), \(staff.nameZh), \(staff.managerID))
        on conflict (staff_id) do update
        set name = excluded.name, name_zh = excluded.name_zh, manager_id = excluded.manager_id
        """)
}
