import CRMEvents
import ERPEvents
import EventContracts
import Messaging
import OAEvents
import PortalEvents
import ServiceRuntime

/// Everything portal-service listens to.
let subscriptions: [Subscription] =
    sessions(of: OA.self) + [apiKeys(of: OA.self), auditHeads(of: OA.self)] + [
        // the shop
        on(ProductChanged.self, .own, keepProduct),
        on(AvailabilityChanged.self, .own, keepAvailability),
        on(SalesOrderAccepted.self, .own, orderAccepted),
        on(SalesOrderRejected.self, .own, orderRejected),
        on(SalesOrderPaid.self, .own, orderPaid),
        on(SalesOrderShipped.self, .shared, orderShipped),
        on(SalesOrderCancelled.self, .own, orderCalledOff),
        on(RefundDue.self, .own, refundDue),
        on(RefundPaid.self, .own, refundPaid),
        on(SalesOrderInvoiced.self, .own, keepInvoice),

        // the workbench
        on(TodoOpened<OA>.self, .own, openTodo),
        on(TodoClosed<OA>.self, .own, closeTodo),
        on(TodoOpened<CRM>.self, .own, openTodo),
        on(TodoClosed<CRM>.self, .own, closeTodo),
        on(TodoOpened<ERP>.self, .own, openTodo),
        on(TodoClosed<ERP>.self, .own, closeTodo),
        on(StaffChanged.self, .own, keepStaffName),

        // the history of every business transaction
        onEvery(of: [OA.catalog, CRM.catalog, ERP.catalog, Portal.catalog], recordChainEvents),
    ]
