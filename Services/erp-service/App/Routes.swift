import Kernel
import ServiceRuntime

/// Every route of erp-service.
let routes: [Route] =
    savedViewRoutes + [
        // Products
        command(
            "products", "Adds a product", .roles(.engineer), status: 201, then: "/erp/products/{id}", createProduct),
        query("products", "Products by SKU", .backOffice, products),
        query("products/{id}", "A product with its bills of materials", .backOffice, productByID),
        lookup("products", for: ["productID"], "Products by a part of SKU or name", .backOffice, lookUpProducts),
        lookup(
            "components", for: ["componentID"], "What goes into products, by a part of SKU or name", .backOffice,
            lookUpComponents),
        command("products/{id}/boms", "Drafts a bill of materials", .roles(.engineer), status: 201, draftBill),
        command("boms/{id}/release", "Releases a bill: in force from today", .roles(.engineer), releaseBill),
        query("revisions", "Revisions made for customers", .backOffice, revisions),
        query("revisions/{id}", "A revision", .backOffice, revisionByID),
        command(
            .put, "revisions/{id}/bom", "Changes the bill of a draft revision", .roles(.engineer), edits: true,
            reviseBill),
        command(
            "revisions/{id}/release", "Releases a revision for all departments", .roles(.engineer), releaseRevision),
        commandForSeveral("revisions/release", "Releases revisions", .roles(.engineer), each: "revisions/{id}/release")
        {
            try await releaseRevision(RevisionPath(id: $0), $1)
        },
        command(
            "work-centres", "Adds a work centre", .roles(.engineer, .planner), status: 201, then: "/erp/work-centres",
            createWorkCentre),
        command(
            "work-centres/{id}/capacity", "Changes what a work centre gives a day", .roles(.engineer, .planner),
            then: "/erp/work-centres", edits: true, changeCapacity),
        query("work-centres", "Work centres", .backOffice, workCentres),
        query("work-centres/{id}", "A work centre", .backOffice, workCentreByID),

        // Budgets
        command(
            "budgets", "Opens a budget", .roles(.finance), status: 201, then: "/erp/budgets?code={code}", openBudget),
        query("budgets", "Budgets", .roles(.finance), budgets),
        query("budgets/{code}", "A budget as it stands", .roles(.finance), budgetByCode),
        command("budgets/{code}/allotments", "Puts money into a budget", .roles(.finance), status: 201, allotBudget),
        query("budgets/{code}/reservations", "What is held on a budget", .roles(.finance), reservations),

        // Stock
        command(
            "goods-receipts", "Receives goods of a supplier", .roles(.warehouse), status: 201,
            then: "/erp/goods-receipts/{number}", receiveGoods),
        query("goods-receipts", "Goods received, the latest first", .backOffice, goodsReceipts),
        query("goods-receipts/{number}", "A goods receipt", .backOffice, goodsReceipt),
        query("stock", "Stock by SKU", .backOffice, stock),
        query("stock/{productID}/moves", "The stock ledger of a product", .backOffice, stockMoves),

        // Sales orders
        query("sales-orders", "Sales orders, the latest first", .backOffice, salesOrders),
        query("sales-orders/{id}", "A sales order with all that belongs to it", .backOffice, salesOrderByID),
        command("sales-orders/{id}/plan", "Plans an order", .roles(.planner), planOrder),
        command("sales-orders/{id}/ship", "Ships and invoices an order", .roles(.warehouse), shipOrder),
        command("sales-orders/{id}/cancel", "Cancels an order", .roles(.planner, .finance), cancelOrder),
        command("payments", "Records money received", .roles(.finance), status: 201, recordPayment),
        query("refunds", "Money owed back or paid back, the latest first", .roles(.finance), refunds),
        command(
            "refunds/{id}/pay", "Records that money went back", .roles(.finance), then: "/erp/sales-orders/{orderID}",
            payRefund),

        // Production
        query("work-orders", "Work orders", .backOffice, workOrders),
        query("work-orders/{id}", "A work order with material and operations", .backOffice, workOrderByID),
        command("work-orders/{id}/start", "Issues material and begins", .roles(.planner, .warehouse), startWorkOrder),
        commandForSeveral(
            "work-orders/start", "Issues material of several and begins them", .roles(.planner, .warehouse),
            each: "work-orders/{id}/start"
        ) {
            try await startWorkOrder(WorkOrderPath(id: $0), $1)
        },
        command("work-orders/{id}/complete", "Receives what was made", .roles(.planner, .warehouse), completeWorkOrder),

        // Ledger
        query("vouchers", "Vouchers, the latest first", .roles(.finance), vouchers),
        query("trial-balance", "Every account's debits and credits", .roles(.finance), trialBalance),
        command("periods/{period}/close", "Closes a month", .roles(.finance), closePeriod),

        // Pages
        page("budgets", template: "budgets", title: "erp_budgets", .roles(.finance), budgetsPage),
        page("sales-orders", template: "sales-orders", title: "erp_sales_orders", .backOffice, salesOrdersPage),
        page("sales-orders/{id}", template: "document", title: "erp_sales_order", .backOffice, salesOrderPage),
        page("work-orders", template: "work-orders", title: "erp_work_orders", .backOffice, workOrdersPage),
        page("work-orders/{id}", template: "document", title: "erp_work_order", .backOffice, workOrderPage),
        page("shipments/{number}", template: "document", title: "erp_shipment", .backOffice, shipmentPage),
        page("invoices/{number}", template: "document", title: "erp_invoice", .backOffice, invoicePage),
        page("payments/{number}", template: "document", title: "erp_payment", .backOffice, paymentPage),
        page("work-centres", template: "work-centres", title: "erp_work_centres", .backOffice, workCentresPage),
        page("products", template: "products", title: "erp_products", .backOffice, productsPage),
        page("products/{id}", template: "product", title: "erp_product", .backOffice, productPage),
        page("revisions", template: "revisions", title: "erp_revisions", .backOffice, revisionsPage),
        page("stock", template: "stock", title: "erp_stock", .backOffice, stockPage),
        page("stock/{productID}", template: "stock-moves", title: "erp_stock_moves", .backOffice, stockMovesPage),
        page(
            "goods-receipts", template: "goods-receipts", title: "erp_goods_receipts", .backOffice, goodsReceiptsPage),
        page(
            "goods-receipts/{number}", template: "document", title: "erp_goods_receipt", .backOffice,
            goodsReceiptDocument),
        page(
            "goods-receipts/new", template: "goods-receipt", title: "erp_goods_receipt", .roles(.warehouse),
            goodsReceiptPage),
        page("vouchers", template: "vouchers", title: "erp_vouchers", .roles(.finance), vouchersPage),
        page("vouchers/{id}", template: "document", title: "erp_voucher", .roles(.finance), voucherPage),
        page("finance", template: "trial-balance", title: "erp_trial_balance", .roles(.finance), trialBalancePage),
    ]
