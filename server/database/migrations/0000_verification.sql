CREATE TABLE "verification" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"challenge" text NOT NULL,
	"language" text NOT NULL,
	"files" jsonb NOT NULL,
	"seed" integer NOT NULL,
	"claimed_hash" text,
	"claimed_report" "bytea",
	"state" text DEFAULT 'queued' NOT NULL,
	"queued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"held_by" uuid,
	"held_until" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"report_hash" text,
	"report" "bytea",
	"reason" text,
	CONSTRAINT "verification_held" CHECK (("verification"."state" = 'running') = ("verification"."held_by" is not null and "verification"."held_until" is not null))
);
--> statement-breakpoint
CREATE INDEX "verification_due" ON "verification" USING btree ("due_at") WHERE "verification"."state" in ('queued', 'running');