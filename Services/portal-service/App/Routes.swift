import Pictures
import ServiceRuntime

/// Every route of portal-service. The portal has no prefix: its API is `/api/…`, its pages are `/…`.
let routes: [Route] =
    sessionRoutes("shopper-sessions", .shopper) + shopRoutes + assortmentRoutes + shopperRoutes + orderRoutes
    + workbenchRoutes + savedViewRoutes

private let shopRoutes: [Route] = [
    page("", template: "shop", title: "title_shop", .anyone, homePage),
    page("shop", template: "shop", title: "title_shop", .anyone, shopPage),
    page("products/{id}", template: "product", title: "title_product", .anyone, productPage),
    query("products", "The products of the shop, by category, text, price, stock and stars", .anyone, listProducts),
    query("products/facets", "How many products each further choice would leave", .anyone, listFacets),
    query("categories", "The categories of the shop, in the order of reading", .anyone, listCategories),
    query("products/{id}", "A product with its price and availability", .anyone, showProduct),
    query("products/{id}/pictures", "The pictures of a product in their order", .anyone, listPictures),
    content(
        "picture-files/{hash}", "A picture in one size", type: Rendition.mediaType, pictureFile),
    query("products/{id}/reviews", "What buyers say of a product", .anyone, listReviews),
    command("reviews", "Review what was bought", .shopper, status: 201, then: "/orders/{orderID}", postReview),
    page("contact", template: "contact", title: "title_contact", .anyone, inquiryPage),
    command("inquiries", "Leave a card", .anyone, status: 201, then: "/contact?sent=true", submitInquiry),
]

private let assortmentRoutes: [Route] = [
    page("shop/products", template: "assortment", title: "title_assortment", .shopEditors, assortmentPage),
    page("shop/products/{id}", template: "shop-product", title: "title_shop_product", .shopEditors, shopProductPage),
    page("shop/categories", template: "categories", title: "title_categories", .shopEditors, categoriesPage),
    command(
        "categories", "Add a category to the shop", .shopEditors, status: 201, then: "/shop/categories", addCategory),
    command(
        .put, "categories/{id}", "Change a category's names, and what comes to it", .shopEditors,
        then: "/shop/categories", edits: true, changeCategory),
    command(
        "categories/{id}/move", "Put a category elsewhere", .shopEditors, then: "/shop/categories", moveCategory),
    command(
        .delete, "categories/{id}", "Remove a category; its products go to the one above", .shopEditors,
        then: "/shop/categories", removeCategory),
    command(
        .put, "products/{id}/category", "Put a product into a category", .shopEditors, then: "/shop/products/{id}",
        placeProduct),
    command(
        .put, "products/{id}/prices", "Set what members, VIPs and everybody on some days pay", .shopEditors,
        then: "/shop/products/{id}", edits: true, setPrices),
    query("products/{id}/prices", "What a product costs whom, for those who say so", .shopEditors, pricesToEdit),
    upload(
        "products/{id}/pictures", "Add a picture to a product", .shopEditors, then: "/shop/products/{productID}",
        largest: AddPicture.largest, prepare: encodePicture, addPicture),
    command(
        .put, "pictures/{id}", "Say what a picture shows", .shopEditors, then: "/shop/products/{productID}",
        edits: true, changePicture),
    command(
        "pictures/{id}/move", "Put a picture before others of its product", .shopEditors,
        then: "/shop/products/{productID}", movePicture),
    command(
        .delete, "pictures/{id}", "Remove a picture", .shopEditors, then: "/shop/products/{productID}", removePicture),
]

private let shopperRoutes: [Route] = [
    page("shopper/sign-in", template: "shopper-sign-in", title: "title_shopper_sign_in", .anyone, shopperSignInPage),
    action(.post, "shopper-sessions", "Sign in as a shopper", .anyone, status: 201, signInShopper),
    page("shopper/password", template: "shopper-password", title: "title_new_password", .anyone, replacePasswordPage),
    page("account", template: "account", title: "title_account", .shopper, accountPage),
    query("account", "Who one is here", .shopper, showAccount),
    command(.put, "account", "Change one's name", .shopper, then: "/account", changeAccount),
    action(.post, "account/password", "Change one's own password", .shopper, then: "/account", changePassword),
    query("account/data", "Everything that is kept of oneself, to take along", .shopper, ownData),
    page("account/removal", template: "account-removal", title: "title_removal", .shopper, removalPage),
    action(.post, "account/removal", "Remove one's account", .shopper, then: "/shopper/removed", removeAccount),
    page("shopper/removed", template: "shopper-removed", title: "title_removed", .anyone, removedPage),
    page("points", template: "points", title: "title_points", .shopper, pointsPage),
    query("points", "The shopper's points", .shopper, showPoints),
]

func registrationRoutes(_ codes: AddressCodes) -> [Route] {
    [
        page("shopper/register", template: "register", title: "title_register", .anyone) {
            (query: RegisterQuery, call) in
            registerPage(query, codes)
        },
        action(
            .post, "shopper-codes", "Have a code sent to the address one registers with", .anyone, status: 201,
            then: "/shopper/register?contact={contact}&then={then}", codes.sendForRegistration),
        action(.post, "shoppers", "Register as a shopper", .anyone, status: 201) { (input: RegisterShopper, call) in
            try await registerShopper(input, codes, call)
        },
        action(
            .post, "shopper-password-codes", "Have a code sent with which a forgotten password is replaced", .anyone,
            status: 201, then: "/shopper/password?contact={contact}", codes.sendForNewPassword),
        action(
            .post, "shopper-password-resets", "Choose a new password by a code", .anyone, then: "/shopper/sign-in"
        ) { (input: ReplacePassword, call) in
            try await replacePassword(input, codes, call)
        },
    ]
}

private let orderRoutes: [Route] = [
    page("cart", template: "cart", title: "title_cart", .anyone, cartPage),
    page("checkout", template: "checkout", title: "title_checkout", .shopper, cartPage),
    action(
        .post, "guest-cart/lines", "Put a product into the cart of a browser nobody is signed in with", .anyone,
        then: "/cart", putIntoGuestCart),
    action(
        .post, "guest-cart/lines/{productID}/removal", "Take a product out of such a cart", .anyone, then: "/cart",
        takeFromGuestCart),
    action(
        .post, "guest-cart/lines/{productID}/quantity", "Say how many of a product are in such a cart", .anyone,
        then: "/cart", correctGuestCartLine),
    page("orders", template: "orders", title: "title_orders", .orderReaders, ordersPage),
    page("orders/{id}", template: "order", title: "title_order", .orderReaders, orderPage),
    query("cart", "What is in the cart, with prices", .shopper, showCart),
    command("cart/lines", "Put a product into the cart", .shopper, then: "/cart", putIntoCart),
    command(.delete, "cart/lines/{productID}", "Take a product out of the cart", .shopper, takeFromCart),
    command("cart/lines/{productID}/removal", "Take a product out of the cart", .shopper, then: "/cart", takeFromCart),
    command(
        "cart/lines/{productID}/quantity", "Say how many of a product are in the cart", .shopper, then: "/cart",
        correctCartLine),
    query("orders", "The shopper's orders; staff see all", .orderReaders, listOrders),
    query("orders/{id}", "An order and where it stands", .orderReaders, showOrder),
    command("orders", "Order what is in the cart", .shopper, status: 201, then: "/orders/{id}", placeOrder),
    command("orders/{id}/cancel", "Cancel before paying", .shopper, then: "/orders/{id}", cancelOrder),
    action(.post, "orders/{id}/payments", "Pay online", .shopper, status: 201, then: "{paymentURL}", startPayment),
    action(.post, "payment-notifications", "The payment company says a payment was made", .anyone, takeNotification),
]

private let workbenchRoutes: [Route] = [
    page("workbench", template: "workbench", title: "title_workbench", .staff, workbenchPage),
    page("find", template: "find", title: "title_find", .staff, findPage),
    page("chains", template: "chains", title: "title_chains", .staff, chainsPage),
    page("chains/{id}", template: "chain", title: "title_chain", .staff, chainPage),
    page("dashboard", template: "dashboard", title: "title_dashboard", .figures, dashboardPage),
    query("todos", "What waits for the caller, over all services", .staff, listTodos),
    query("todos/count", "How much waits for the caller", .staff, countTodos)
        .watched(by: ["oa.todo", "crm.todo", "erp.todo", "portal.todo"]),
    query("chains", "The latest business transactions", .staff, listChains),
    query("chains/{id}", "Every event of one business transaction, from any id in it", .staff, showChain),
    query("dashboard", "The company in numbers", .figures, showDashboard),
]
