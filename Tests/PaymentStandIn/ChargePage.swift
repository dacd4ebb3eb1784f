/// The page where the payer confirms.
struct ChargePage {
    let charge: Charge

    var html: String {
        """
        <!doctype html>
        <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>支付 Payment \(escaped(charge["orderNumber"]))</title>
        <link rel="icon" type="image/svg+xml" href="/assets/qiao/icon.svg">
        <link rel="stylesheet" href="/assets/bootstrap/css/bootstrap.min.css"></head>
        <body class="bg-light"><main class="container py-5" style="max-width: 30rem">
        <div class="alert alert-warning">支付公司的替身：没有真实的钱。<br>
        A stand-in for the payment company: no real money moves.</div>
        <div class="card"><div class="card-body">
        <h1 class="h4">\(escaped(charge["subject"]))</h1>
        <p class="text-secondary mb-1">订单 Order \(escaped(charge["orderNumber"]))</p>
        <p class="display-6">\(escaped(charge["amount"])) \(escaped(charge["currency"]))</p>
        \(action)
        </div></div></main></body></html>
        """
    }

    private var action: String {
        guard charge.transactionID == nil else {
            return
                "<p class=\"text-success\">已支付 Paid</p><p><a href=\"\(escaped(charge["returnURL"]))\">返回 Back</a></p>"
        }
        return """
            <form method="post" action="/pay/charges/\(escaped(charge.paymentID))/pay">
            <button class="btn btn-primary w-100">确认支付 Pay</button></form>
            """
    }
}

/// Text as it may stand in HTML and in its attributes.
func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        .replacing("\"", with: "&quot;")
}
