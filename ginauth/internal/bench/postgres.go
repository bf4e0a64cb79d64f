package main

import (
	"cmp"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// postgresServer is the real PostgreSQL, with a schema of one's own.
type postgresServer struct {
	db     *sql.DB
	schema string
	wire   wire
}

// onPostgres builds a case on PostgreSQL, with the driver that ginauth and scs
// share. When the case is closed, so is the database, and its schema is gone.
func onPostgres(build func(*postgresServer) (*subject, error)) (*subject, error) {
	p := &postgresServer{schema: "ginauth_bench_" + strings.ToLower(rand.Text())}
	config, err := pgx.ParseConfig(cmp.Or(os.Getenv("POSTGRES_URL"), "postgres://root@127.0.0.1:5432/test?sslmode=disable"))
	if err != nil {
		return nil, fmt.Errorf("POSTGRES_URL: %w", err)
	}
	config.DialFunc = p.wire.dial
	config.RuntimeParams["search_path"] = p.schema
	p.db = stdlib.OpenDB(*config)
	ctx, cancel := serviceContext()
	defer cancel()
	if err := p.db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: PostgreSQL: %w", errNoService, err), p.db.Close())
	}
	if err := p.run("CREATE SCHEMA " + p.schema); err != nil {
		return nil, errors.Join(err, p.db.Close())
	}
	s, err := build(p)
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	s.wire, s.closer = &p.wire, p.close
	return s, nil
}

// close drops the schema.
func (p *postgresServer) close() error {
	return errors.Join(p.run("DROP SCHEMA "+p.schema+" CASCADE"), p.db.Close())
}

func (p *postgresServer) run(statement string) error {
	ctx, cancel := serviceContext()
	defer cancel()
	if _, err := p.db.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("PostgreSQL, %q: %w", statement, err)
	}
	return nil
}

// adapter is ginauth's store there.
func (p *postgresServer) adapter() (*sqladapter.Adapter, error) {
	ctx, cancel := serviceContext()
	defer cancel()
	a, err := sqladapter.New(p.db, sqladapter.Options{Dialect: sqladapter.PostgreSQL})
	if err == nil {
		err = a.Migrate(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("ginauth's store in PostgreSQL: %w", err)
	}
	return a, nil
}
