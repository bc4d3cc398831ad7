package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
)

// webScript measures the web app in a browser, against a server that is 250 ms
// away. It prints a webLine a line.
const webScript = "web/e2e/bench.mjs"

type webLine struct {
	What string `json:"what"`
	Ours string `json:"ours"`
	Bar  string `json:"bar"`
	Met  bool   `json:"met"`
}

// web runs the web app's own measurements, where they are.
func (b *bench) web(ctx context.Context) {
	const engine = "web app"
	if _, err := os.Stat(webScript); err != nil {
		b.report.addFor(engine, line{what: "click → screen, reload → painted, server 250 ms away", ours: "not measured: " + webScript + " is not there", bar: "p95 < 50 ms, < 400 ms"})
		return
	}
	script := exec.CommandContext(ctx, "node", webScript)
	// In the browser that people have, windows and all.
	script.Env = append(os.Environ(), "CAIRN_TEST_BINARY="+b.binary, "CAIRN_TEST_CHROMIUM_SHELL=")
	script.Stderr = os.Stderr
	out, err := script.Output()
	if err != nil {
		b.report.addFor(engine, line{what: webScript, ours: "failed: " + err.Error(), met: missed})
	}
	for text := range bytes.Lines(out) {
		var l webLine
		if json.Unmarshal(text, &l) == nil && l.What != "" {
			b.report.addFor(engine, line{what: l.What, ours: l.Ours, bar: l.Bar, met: judged(l.Met)})
		}
	}
}
