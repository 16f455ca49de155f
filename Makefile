# What to type: `make help`. What to pass to `l4check prove`: `make prove ARGS="'fastpath/*' --jobs 1"`.

# Tests are built to see internal declarations, which needs other flags, hence objects of their own.
TESTS := .build/tests
# What proves, and nothing else: scenarios and the search take longer to compile than all that a proof needs.
L4PROVE := .build/release/l4prove

.PHONY: help prove quick hints published-hints witnesses l4prove l4check test oracle bench study examples edits embedded arm format lint pictures readme ci dependencies test-dependencies

help: ## this list
	@sed -n 's/^\([a-z4-]*\):.*## /\1	/p' Makefile | expand -t 17

prove: l4prove ## prove every property, or those that ARGS names
	$(L4PROVE) prove $(ARGS)

quick: dependencies ## the same after an edit: without optimisation, which takes seconds to compile and half as long again to prove
	@swift build --product l4prove
	.build/debug/l4prove prove $(ARGS)

hints: l4prove ## look for what makes proofs quick, where that has changed
	$(L4PROVE) prove --write-hints Evidence/Hints $(ARGS)

published-hints: l4prove ## keep states that show what is wrong in the published kernel
	$(L4PROVE) prove --variant published --write-hints Evidence/Hints/published $(ARGS) || [ $$? -eq 1 ]

witnesses: test-dependencies ## look for states that show mistakes, where none is kept
	L4CHECK_KEEP=$(CURDIR)/Evidence/Witnesses swift test -c release --scratch-path $(TESTS) \
	  --filter 'everyMistakeShowsInAState|everyAssumptionIsNeeded'

l4prove: dependencies
	swift build -c release --product l4prove

l4check: dependencies ## build the command line
	swift build -c release --product l4check

test: test-dependencies ## run every test, or those that ARGS selects (ARGS="--filter Fast")
	@Scripts/oracle.sh || [ $$? -eq 69 ] # without tools for ARM, what needs the probe program is skipped
	swift test -c release --scratch-path $(TESTS) $(ARGS)

oracle: ## build the probe program, which runs in QEMU and reports what an ARM does
	Scripts/oracle.sh

bench: dependencies ## measure the fast path against the model and C, translation, address spaces, and proofs
	Scripts/bench.sh

study: l4check ## search the published kernel with ten seeds, and print the table of docs/case-study.md
	Scripts/explore-seeds.sh

examples: dependencies ## prove the examples, each in its right and its wrong version
	@touch Examples/Package.swift # or new files in Sources go unnoticed
	swift run -c release --package-path Examples

edits: dependencies ## make each edit that docs/edits.md lists, and expect its refutation
	Scripts/edits.sh --check

embedded: ## compile the kernel for armv4t with Embedded Swift
	Scripts/embedded.sh

arm: test-dependencies ## run the fast paths on an emulated ARM, and count their instructions
	Scripts/count-on-arm.sh

format: ## lay the sources out
	swift format -i -r $(SOURCES)

lint: ## complain about sources laid out in another way, and links that lead nowhere, and long subjects of commits
	swift format lint --strict -r $(SOURCES)
	@Scripts/check-links.sh
	@Scripts/check-commits.sh

SOURCES := $(wildcard Package.swift Sources Properties Evidence Tests Examples Benchmarks)

pictures: l4check ## draw the runs that docs/case-study.md shows
	@Scripts/pictures.sh

readme: l4check ## rewrite the output that the README and docs/ show
	Scripts/check-readme.sh --update

ci: ## everything that must pass before a change goes in
	.ci/run

dependencies:
	@Scripts/dependencies.sh

test-dependencies:
	@Scripts/dependencies.sh --tests
