// A sample of a program that takes messages: it answers three kinds of questions from the small tables beside it.
//
// It reads one message on standard input and writes one answer to standard output, in the same syntax. The daemon has
// held the message against its contract, and will hold the answer against its own. Exit codes: 0 the answer is written;
// 65 the message is refused for good; any other, try again later, as 75 when a table is missing.

let request = Request()
switch request.type {
case "reimbursement-query": Reimbursements.answer(request)
case "purchase-notification": Purchases.answer(request)
case "benefit-inquiry": Benefits.answer(request)
default: System.end(65, "this program has no answer to \(request.type)")
}
