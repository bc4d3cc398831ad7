package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/httpapi"
	"cairn/internal/job"
)

// Options say where Cairn runs.
type Options struct {
	Addr           string // host:port to listen on
	Folder         string // the data folder
	Database       string // postgres://…; empty: the embedded database in the data folder
	BaseURL        string // how people reach it, https://…; empty: http://ADDR on loopback
	TLSCert        string
	TLSKey         string
	TrustedProxies bool        // a proxy in front ends TLS and sets X-Forwarded-For
	OpenDemo       bool        // let others than those on this machine into the demo company
	SMTP           string      // smtp://…, the server that takes mails; empty: none go out
	MailFrom       string      // whom mails are from
	MailListen     string      // host:port, or lmtp://…, where answers by mail come in; empty: none do
	ReplyDomain    string      // what stands behind the @ of the addresses to answer to; empty: there are none
	Clock          clock.Clock // nil: the machine's
	Version        string
}

// shutdownGrace is how long requests under way may take when the program ends.
const shutdownGrace = 10 * time.Second

// Serve runs Cairn until ctx ends. It calls ready, if given, with the address
// it listens on.
func Serve(ctx context.Context, options Options, out io.Writer, log *slog.Logger, ready func(addr string)) error {
	secure, err := options.check()
	if err != nil {
		return err
	}
	mails, err := options.mailServer()
	if err != nil {
		return err
	}
	if err := options.checkReplies(); err != nil {
		return err
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	database, err := openMigrated(ctx, db.Config{Folder: options.Folder, Address: options.Database, OnFatal: fail}, log)
	if err != nil {
		return err
	}
	defer func() { _ = database.Close() }()

	if options.Clock == nil {
		options.Clock = clock.System{}
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", options.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s (another program may have the port; choose one with --addr): %w", options.Addr, err)
	}
	if options.BaseURL == "" {
		options.BaseURL = "http://" + listener.Addr().String()
	}
	house := Build(database, options.Clock, log, options.BaseURL)
	house.openMail(mails)
	house.openInbox(options.ReplyDomain)
	api, err := house.API(httpapi.Config{
		Secure: secure, BaseURL: strings.TrimSuffix(options.BaseURL, "/"), Version: options.Version, TrustedProxies: options.TrustedProxies,
		Demo: options.OpenDemo || options.onlyHere(),
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := house.refuseOpenDemo(ctx, options); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := house.followZones(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := house.Channel.Prepare(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := house.greet(ctx, out, options.BaseURL); err != nil {
		return errors.Join(err, listener.Close())
	}
	door, doorTLS, err := options.mailDoor(ctx, out)
	if err != nil {
		return errors.Join(err, listener.Close())
	}

	background, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { house.Jobs.Run(background) })
	running.Go(func() { house.Hub.Run(background, database) })
	running.Go(func() { job.Step(house.keep).Run(background, log, "sweeping", keepEvery) })
	running.Go(func() { house.Digest.Run(background, log) })
	running.Go(func() { house.Work.Run(background, log) })
	running.Go(func() { house.Delivery.Run(background) })
	running.Go(func() { house.Request.SumUp(background, log) })
	if door != nil {
		running.Go(func() {
			if err := house.Inbox.Serve(background, door, doorTLS); err != nil {
				fail(err)
			}
		})
	}
	defer running.Wait()
	defer stop()

	server := &http.Server{
		Handler: api, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	if options.TLSCert != "" {
		server.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	server.RegisterOnShutdown(api.Close)
	served := make(chan error, 1)
	go func() {
		if options.TLSCert != "" {
			served <- server.ServeTLS(listener, options.TLSCert, options.TLSKey)
			return
		}
		served <- server.Serve(listener)
	}()
	if ready != nil {
		ready(listener.Addr().String())
	}
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	err = server.Shutdown(ending)
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return fmt.Errorf("stopped: %w", cause)
	}
	return err
}

// check refuses to be reached from elsewhere without TLS: cookies, service
// workers and the app's locks need a secure context. It reports whether people
// come by https.
func (o Options) check() (secure bool, err error) {
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return false, fmt.Errorf("--addr must be HOST:PORT, such as 127.0.0.1:8080: %w", err)
	}
	if (o.TLSCert == "") != (o.TLSKey == "") {
		return false, errors.New("--tls-cert and --tls-key go together")
	}
	if o.BaseURL != "" {
		base, err := url.Parse(o.BaseURL)
		if err != nil || base.Host == "" || (base.Scheme != "https" && base.Scheme != "http") {
			return false, errors.New("--base-url must be how people reach Cairn, such as https://cairn.example.com")
		}
		secure = base.Scheme == "https"
	}
	if loopback(host) {
		return secure, nil
	}
	if !secure || o.TLSCert == "" && !o.TrustedProxies {
		return false, errors.New("beyond this machine Cairn is served by https alone: give --base-url https://… with --tls-cert and --tls-key, or with --trusted-proxies behind a proxy that ends TLS")
	}
	return secure, nil
}

// greet says where Cairn is, and how to begin when there is no workspace yet.
func (h *House) greet(ctx context.Context, out io.Writer, baseURL string) error {
	link, err := h.Login.SetupToken(ctx)
	if err != nil {
		return err
	}
	if link == "" {
		_, err = fmt.Fprintf(out, "Cairn is at %s\n", baseURL)
		return errors.Join(err, h.greetDemo(ctx, out, baseURL))
	}
	_, err = fmt.Fprintf(out, "Cairn is at %s and has no workspace yet. Open this link to make it; it works once:\n\n  %s\n\n", baseURL, link)
	return err
}

// keepEvery is how often what has run out is forgotten.
const keepEvery = time.Hour

// keep does, now and then, what nobody waits for: it forgets keys, tokens,
// deliveries and mails that have run out.
func (h *House) keep(ctx context.Context) (int, error) {
	var failed error
	for _, sweep := range []func(context.Context) error{h.Ledger.Sweep, h.sweepTokens, h.Delivery.Sweep, h.Inbox.Sweep} {
		failed = errors.Join(failed, sweep(ctx))
	}
	return 0, failed
}

func (h *House) sweepTokens(ctx context.Context) error {
	_, err := h.Login.Sweep(ctx)
	return err
}
