import Kernel
import ServiceRuntime

/// Every route of the service.
let routes: [Route] =
    leadRoutes + customerRoutes + opportunityRoutes + quoteRoutes + orderRoutes + pageRoutes + savedViewRoutes

private let leadRoutes: [Route] = [
    query("leads", "The leads, newest first", .frontOffice, leads),
    query("leads/{id}", "A lead with its timeline", .frontOffice, lead),
    lookup(
        "trips", for: ["tripID"], "The trips that somebody may be met on, by a part of number or name", .selling,
        lookUpTrips),
    command("leads", "Capture a lead", .selling, status: 201, then: "/crm/leads/{id}", captureLead),
    command("leads/{id}/claim", "Take a lead out of the pool", .selling, then: "/crm/leads/{id}", claimLead),
    commandForSeveral("leads/claim", "Take leads out of the pool", .selling, each: "leads/{id}/claim") {
        try await claimLead(LeadPath(id: $0), $1)
    },
    command("leads/{id}/state", "Keep a lead's state current", .selling, then: "/crm/leads/{id}", changeLead),
    command(
        "leads/{id}/convert", "Make a customer and an opportunity of a lead", .selling, status: 201,
        then: "/crm/opportunities/{opportunityID}", convertLead),
]

private let customerRoutes: [Route] = [
    query("customers", "The customers, newest first", .frontOffice, customers),
    query("customers/{id}", "A customer; contribution for those entitled", .frontOffice, customer),
    query(
        "customers/{id}/contribution", "What a customer earned the company; the read is on record", .entitled,
        customerContribution),
    query(
        "customers/{id}/credit-terms", "A customer's credit terms; the read is on record", .entitled, creditTerms),
    command(
        .put, "customers/{id}", "Correct a customer's master record", .selling, then: "/crm/customers/{id}",
        edits: true, changeCustomer),
    command(
        "customers/{id}/contacts", "Add a person to a customer", .selling, status: 201, then: "/crm/customers/{id}",
        addContact),
    command(
        .put, "customers/{id}/credit-terms", "Grant a customer credit", .roles(.finance), then: "/crm/customers/{id}",
        edits: true, setCreditTerms),
    query("products", "The products that are sold; floor prices for managers", .frontOffice, products),
    lookup(
        "products", for: ["productID"], "The products that are sold, by a part of SKU or name", .frontOffice,
        lookUpProducts),
]

private let opportunityRoutes: [Route] = [
    command(
        "customers/{id}/opportunities", "Open an opportunity with a customer", .selling, status: 201,
        then: "/crm/opportunities/{opportunityID}", openOpportunity),
    query("opportunities/{id}", "An opportunity with its quotes", .frontOffice, opportunity),
    command(
        "opportunities/{id}/stage", "Move an opportunity", .selling, then: "/crm/opportunities/{id}", changeStage),
    command(
        "opportunities/{id}/quotes", "Make a quote", .selling, status: 201, then: "/crm/quotes/{id}", makeQuote),
]

private let quoteRoutes: [Route] = [
    query("quotes", "The quotes, newest first", .frontOffice, quotes),
    query("quotes/{id}", "A quote with all its versions", .frontOffice, quote),
    command(
        "quotes/{id}/versions", "Make a further version", .selling, status: 201, then: "/crm/quotes/{id}", makeVersion),
    command("quotes/{id}/submit", "Submit a version", .selling, then: "/crm/quotes/{id}", submitQuote),
    command(
        "quotes/{id}/counter-offers", "Record what the customer said", .selling, status: 201,
        then: "/crm/quotes/{id}", recordCounterOffer),
    command("quotes/{id}/accept", "The customer accepts", .selling, then: "/crm/orders/{orderID}", acceptQuote),
    command("quotes/{id}/decline", "The customer declines", .selling, then: "/crm/quotes/{id}", declineQuote),
]

private let orderRoutes: [Route] = [
    query("orders", "The orders, newest first", .customerOrders, orders),
    query("orders/{id}", "An order with its state in ERP", .customerOrders, order),
]

private let pageRoutes: [Route] = [
    page("leads", template: "leads", title: "leads_title", .frontOffice, leadListPage),
    page("leads/new", template: "lead-new", title: "lead_new", .selling, captureLeadPage),
    page("leads/{id}", template: "document", title: "lead_title", .frontOffice, leadPage),
    page("customers", template: "customers", title: "customers_title", .frontOffice, customerListPage),
    page("customers/{id}", template: "document", title: "customer_title", .frontOffice, customerPage),
    page("opportunities/{id}", template: "document", title: "opportunity_title", .frontOffice, opportunityPage),
    page("opportunities/{id}/quotes/new", template: "quote-form", title: "quote_new", .selling, newQuotePage),
    page("quotes", template: "quotes", title: "quotes_title", .frontOffice, quoteListPage),
    page("quotes/{id}", template: "document", title: "quote_title", .frontOffice, quotePage),
    page("quotes/{id}/versions/new", template: "quote-form", title: "quote_new_version", .selling, newVersionPage),
    page("orders", template: "orders", title: "orders_title", .customerOrders, orderListPage),
    page("orders/{id}", template: "document", title: "order_title", .customerOrders, orderPage),
]
