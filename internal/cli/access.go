package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/apiclient"
	"cairn/internal/errs"
	"cairn/internal/people"
)

// remembered is what logging in leaves on this machine.
type remembered struct {
	URL   string `json:"url"`
	Email string `json:"email"`
	Token string `json:"token"`

	TokenID string `json:"token_id,omitempty"`
}

// memory is the file that holds it, which its owner alone reads.
func (r *runner) memory() (string, error) {
	folder := r.getenv("XDG_CONFIG_HOME")
	if folder == "" {
		home := r.getenv("HOME")
		if home == "" {
			return "", errors.New("there is no home folder to remember the server in; set CAIRN_URL and CAIRN_TOKEN instead")
		}
		folder = filepath.Join(home, ".config")
	}
	return filepath.Join(folder, "cairn", "config.json"), nil
}

func (r *runner) remember(what remembered) (string, error) {
	path, err := r.memory()
	if err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(what, "", "  ")
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", fmt.Errorf("remember the server: %w", err)
	}
	draft := path + ".new" // a file that was there might be open to others
	if err := os.RemoveAll(draft); err != nil {
		return "", fmt.Errorf("remember the server: %w", err)
	}
	if err := os.WriteFile(draft, append(text, '\n'), 0o600); err != nil {
		return "", fmt.Errorf("remember the server: %w", err)
	}
	if err := os.Rename(draft, path); err != nil {
		return "", fmt.Errorf("remember the server: %w", err)
	}
	return path, nil
}

// recall reads what was remembered; CAIRN_URL and CAIRN_TOKEN come first.
func (r *runner) recall() (remembered, error) {
	var what remembered
	if path, err := r.memory(); err == nil {
		text, err := os.ReadFile(path) //nolint:gosec // a path of the user's own
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return what, fmt.Errorf("read what cairn login left: %w", err)
		}
		if err == nil && json.Unmarshal(text, &what) != nil {
			return what, fmt.Errorf("%s is damaged; log in again: cairn login --url URL --email EMAIL", path)
		}
	}
	if address := r.getenv("CAIRN_URL"); address != "" {
		if address != what.URL {
			what.Token = "" // it belongs to another server
		}
		what.URL = address
	}
	if token := r.getenv("CAIRN_TOKEN"); token != "" {
		what.Token = token
	}
	if what.URL == "" || what.Token == "" {
		return what, errors.New("not logged in; do so with: cairn login --url URL --email EMAIL\n(or set CAIRN_URL and CAIRN_TOKEN)")
	}
	return what, nil
}

// client is one for the server that was logged in to.
func (r *runner) client() (*apiclient.Client, error) {
	what, err := r.recall()
	if err != nil {
		return nil, err
	}
	return apiclient.New(what.URL, what.Token)
}

// me is who the server takes us for.
type me struct {
	Person people.Person `json:"person"`
}

func (r *runner) me(client *apiclient.Client) (people.Person, error) {
	var answer me
	err := client.Get(r.ctx, "/me", nil, &answer)
	return answer.Person, err
}

// personByEmail finds somebody.
func (r *runner) personByEmail(client *apiclient.Client, email string) (people.Person, error) {
	var found people.Page[people.Person]
	if err := client.Get(r.ctx, "/people", url.Values{"q": {email}}, &found); err != nil {
		return people.Person{}, err
	}
	for _, person := range found.Items {
		if strings.EqualFold(person.Email, email) {
			return person, nil
		}
	}
	return people.Person{}, fmt.Errorf("nobody here has the email address %s", email)
}

type loginCmd struct {
	URL           string `name:"url" required:"" var:"CAIRN_URL" placeholder:"https://…" help:"Where the server is."`
	Email         string `required:"" help:"Your email address."`
	Admin         bool   `help:"Let this machine administer too, for whoever may: import people, and onto everybody's lists."`
	PasswordStdin bool   `help:"Read the password from standard input."`
}

// Help teaches.
func (*loginCmd) Help() string {
	return `Asks for your password, makes an API token of yours with it, and keeps the address
and the token (never the password) in $XDG_CONFIG_HOME/cairn/config.json, which
only you can read. A script sets CAIRN_URL and CAIRN_TOKEN instead.

Examples:
  cairn login --url https://cairn.example.com --email ana@example.com
  cairn login --url http://127.0.0.1:8080 --email olga@example.com --admin`
}

// Run logs in.
func (c *loginCmd) Run(r *runner) error {
	client, err := apiclient.New(c.URL, "")
	if err != nil {
		return usageError{err.Error()}
	}
	password, err := r.password("Password of "+c.Email+": ", c.PasswordStdin)
	if err != nil {
		return err
	}
	var answer me
	if err := client.Post(r.ctx, "/session", map[string]string{"email": c.Email, "password": password}, &answer); err != nil {
		return err
	}
	scopes := []string{"read", "write"}
	if c.Admin {
		scopes = append(scopes, "admin")
	}
	name := "cairn command line"
	if host, err := os.Hostname(); err == nil && host != "" {
		name += " on " + host
	}
	var token struct {
		ID     string `json:"id"`
		Secret string `json:"secret"`
	}
	err = client.Post(r.ctx, "/tokens", map[string]any{"name": name, "scopes": scopes}, &token)
	// The session was for this alone; one that can't be ended now ends by itself.
	_ = client.Delete(r.ctx, "/session")
	if err != nil {
		return err
	}
	path, err := r.remember(remembered{URL: client.Address(), Email: answer.Person.Email, Token: token.Secret, TokenID: token.ID})
	if err != nil {
		return err
	}
	return r.tellf(map[string]string{"url": client.Address(), "email": answer.Person.Email, "config": path},
		"Logged in to %s as %s. The token “%s” is kept in %s; you can revoke it in Settings.\n", client.Address(), answer.Person.Name, name, path)
}

type logoutCmd struct{}

// Help teaches.
func (*logoutCmd) Help() string {
	return `Revokes the token that cairn login made on this machine, and forgets the server.
A token in CAIRN_TOKEN is not touched.`
}

// Run revokes the token of this machine, and forgets it. It is forgotten also
// where the server can't be reached.
func (*logoutCmd) Run(r *runner) error {
	path, err := r.memory()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(path) //nolint:gosec // a path of the user's own
	if errors.Is(err, fs.ErrNotExist) {
		return r.tellf(map[string]bool{"logged_out": false}, "Nothing to forget: you were not logged in here.\n")
	}
	if err != nil {
		return fmt.Errorf("read what cairn login left: %w", err)
	}
	revoked := r.revoke(text)
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("forget the server: %w", err)
	}
	words := "Logged out: the token of this machine is revoked and forgotten.\n"
	if !revoked {
		words = "Forgotten here. The server could not be asked to revoke the token: do it in Settings, Tokens.\n"
	}
	return r.tellf(map[string]bool{"logged_out": true, "revoked": revoked}, "%s", words)
}

// revoke has the server end the token that was remembered, and tells whether it
// has ended.
func (r *runner) revoke(text []byte) bool {
	var what remembered
	if json.Unmarshal(text, &what) != nil || what.TokenID == "" {
		return false
	}
	client, err := apiclient.New(what.URL, what.Token)
	if err != nil {
		return false
	}
	err = client.Delete(r.ctx, "/tokens/"+url.PathEscape(what.TokenID))
	refusal, refused := errors.AsType[*apiclient.RefusalError](err)
	return err == nil || refused && refusal.Code == errs.Unauthenticated // it had ended already
}
