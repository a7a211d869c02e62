# Everything that must hold before a change is merged
test:
    bash tests/run

# Format and lints only
lint:
    cargo fmt --check
    cargo clippy --locked --all-targets -- -D warnings

# A first archive from the fixtures, in target/demo
demo:
    rm -rf target/demo
    cargo run --release --quiet -- init target/demo --agency H26.15 --name "Kho thử"
    cargo run --release --quiet -- ingest fixtures/scans --archive target/demo || [ $? = 3 ]
    cargo run --release --quiet -- verify target/demo --deep

# Make the fixtures elsewhere and compare them byte by byte with the committed ones
fixtures:
    bash tests/tools --fixtures
    target/outsiders/bin/python fixtures/make.py check

# Write the generated references anew: docs/findings.md and docs/cli.md
docs:
    UPDATE_DOCS=1 cargo test --test it docs

# Measure against the peers, side by side
bench:
    cargo build --release
    bash tests/tools
    target/outsiders/bin/python benches/bench.py
    target/outsiders/bin/python benches/export.py
    cargo bench --locked --bench find
    cargo bench --locked --bench prints
    cargo bench --locked --bench check

# Judge how duplicates are found, on made papers with known truth, and the peers beside
bench-duplicates *SETS:
    cargo build --release
    python3 -m venv target/papers
    target/papers/bin/pip install --quiet --disable-pip-version-check -r benches/papers/requirements.txt
    target/papers/bin/python benches/papers/bench.py {{SETS}}

# Import a folder of odd and hostile files and let others judge what comes out
hostile FOLDER:
    cargo build --release
    bash tests/tools
    target/outsiders/bin/python benches/hostile.py {{FOLDER}}

# Let a fuzzer search for inputs that break a reader
fuzz MINUTES:
    bash tests/fuzz/run {{MINUTES}}

# Hold the PDF/A checker against folders of PDFs whose names carry the expected verdict
corpus +FOLDERS:
    cargo build --release
    python3 benches/corpus.py {{FOLDERS}}
