// One call only: closures in top-level code would belong to the main actor, and the floor's threads
// are none of its business.
Bench.main()
