{{- /* What a role needs, by name. A role's file lists its needs; it gets these variables and files and no others.

   database    its service's database             token       its service's key, and everybody's public ones
   bus         the brokers, as its service        pages       what forms are signed with
   procedure   the council's procedure and staff  hosts       the host names that pages answer to
   domain      the domain of invitations          mail        how mail goes out, and from whom
   password    the mail server's password         NAME-api    where the API of the service NAME answers
   provider    how staff sign in at the identity provider, where signIn names one
*/}}

{{- define "child-in-need.env" -}}
{{- include "child-in-need.env.own" (dict "root" .root "env" (include "child-in-need.env.needs" .)) }}
{{- end }}

{{- /* With the operator's own, which win: Kubernetes wants one entry for each name. root, env (as text) */}}
{{- define "child-in-need.env.own" -}}
{{- $own := dict }}
{{- range .root.Values.extraEnv }}
{{- $_ := set $own .name true }}
{{- end }}
{{- $found := list }}
{{- range fromYamlArray .env }}
{{- if not (hasKey $own .name) }}
{{- $found = append $found . }}
{{- end }}
{{- end }}
{{- toYaml (concat $found .root.Values.extraEnv) }}
{{- end }}

{{- define "child-in-need.env.needs" -}}
{{- $values := .root.Values }}
{{- $secret := dict "name" (get $values.secrets .service).existingSecret -}}
- name: CIN_BIND
  value: "0.0.0.0"
- name: CIN_DATA
  value: /tmp/child-in-need
{{ include "child-in-need.env.council" .root }}
- name: CIN_BUS
  value: {{ $values.bus.url | quote }}
{{- include "child-in-need.env.traces" .root }}
{{- range .needs }}
{{- if eq . "database" }}
- name: CIN_DATABASE_{{ upper $.service }}
  {{- include "child-in-need.from" (merge (dict "key" "database-url") $secret) | nindent 2 }}
{{- else if eq . "token" }}
- name: CIN_KEYS
  value: /etc/child-in-need/keys
{{- else if eq . "bus" }}
{{- include "child-in-need.env.bus" (dict "root" $.root "secret" $secret.name) }}
{{- else if eq . "procedure" }}
{{- include "child-in-need.env.procedure" $.root }}
{{ include "child-in-need.env.staff" $.root }}
{{- else if eq . "provider" }}
{{- include "child-in-need.env.provider" $.root }}
{{- else if eq . "hosts" }}
- name: CIN_HOSTS
  value: {{ $values.hosts.staff | quote }}
{{- else if eq . "domain" }}
- name: CIN_MEETINGS_DOMAIN
  value: {{ $values.meetingsDomain | quote }}
{{- else if eq . "mail" }}
{{- include "child-in-need.env.mail" $.root }}
{{- else if eq . "password" }}
{{- include "child-in-need.env.mail.password" $.root }}
{{- else if hasSuffix "-api" . }}
- name: CIN_URL_{{ trimSuffix "-api" . | upper }}
  value: http://{{ include "child-in-need.fullname" $.root }}-{{ . }}:8002
{{- end }}
{{- end }}
{{- end }}

{{- /* The same in every process: whose procedure, which day it is. */}}
{{- define "child-in-need.env.council" -}}
- name: CIN_COUNCIL
  value: {{ .Values.council | quote }}
- name: CIN_ZONE
  value: {{ .Values.zone | quote }}
{{- if .Values.steerable }}
- name: CIN_STEERABLE
  value: "1"
{{- end }}
{{- end }}

{{- define "child-in-need.env.traces" }}
{{- with .Values.tracing.endpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{- /* Which of the two ways in; every role of planning knows it, as nobody of a list is let in by a provider. */}}
{{- define "child-in-need.env.staff" -}}
- name: CIN_SIGN_IN
  value: {{ empty .Values.signIn.issuer | ternary "local" "oidc" }}
{{- if not .Values.signIn.issuer }}
- name: CIN_STAFF_LIST
  value: /etc/child-in-need/staff/staff.toml
{{- end }}
{{- end }}

{{- define "child-in-need.env.provider" }}
{{- with .Values.signIn }}
{{- if .issuer }}
- name: CIN_STAFF_URL
  value: {{ printf "https://%s" $.Values.hosts.staff | quote }}
- name: CIN_OIDC_ISSUER
  value: {{ .issuer | quote }}
- name: CIN_OIDC_CLIENT
  value: {{ .client | quote }}
- name: CIN_OIDC_SECRET_FILE
  value: /etc/child-in-need/provider/client-secret
{{- include "child-in-need.env.roles" $ }}
- name: CIN_OIDC_CLAIM
  value: {{ .claim | quote }}
- name: CIN_OIDC_SCOPES
  value: {{ .scopes | quote }}
- name: CIN_OIDC_FRESH
  value: {{ .freshMinutes | quote }}
- name: CIN_OIDC_LEVELS
  value: {{ .levels | quote }}
{{- if or .ca.existingConfigMap .ca.existingSecret }}
- name: CIN_OIDC_CA
  value: /etc/child-in-need/provider/ca.crt
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "child-in-need.env.roles" }}
{{- if .Values.signIn.issuer }}
- name: CIN_OIDC_ROLES
  value: /etc/child-in-need/provider/roles.toml
{{- end }}
{{- end }}

{{- define "child-in-need.env.procedure" }}
{{- if or .Values.procedures.files .Values.procedures.existingConfigMap }}
- name: CIN_PROCEDURES
  value: /etc/child-in-need/procedures
{{- end }}
{{- if .Values.localValues }}
- name: CIN_LOCAL
  value: /etc/child-in-need/local/local.toml
{{- end }}
{{- end }}

{{- /* A password goes over TLS only: without it there is neither (the product refuses). root, secret */}}
{{- define "child-in-need.env.bus" }}
{{- if hasPrefix "kafkas://" .root.Values.bus.url }}
- name: CIN_BUS_USER
  {{- include "child-in-need.from" (dict "name" .secret "key" "bus-user") | nindent 2 }}
- name: CIN_BUS_PASSWORD
  {{- include "child-in-need.from" (dict "name" .secret "key" "bus-password") | nindent 2 }}
{{- end }}
{{- if or .root.Values.bus.ca.existingConfigMap .root.Values.bus.ca.existingSecret }}
- name: CIN_BUS_CA
  value: /etc/child-in-need/bus/ca.crt
{{- end }}
{{- end }}

{{- define "child-in-need.env.mail" }}
- name: CIN_SMTP
  value: {{ .Values.smtp.url | default "catcher" | quote }}
- name: CIN_SMTP_TLS
  value: {{ .Values.smtp.tls | quote }}
{{- if or .Values.smtp.ca.existingConfigMap .Values.smtp.ca.existingSecret }}
- name: CIN_SMTP_CA
  value: /etc/child-in-need/smtp/ca.crt
{{- end }}
- name: CIN_MAIL_FROM
  value: {{ .Values.mailFrom | quote }}
{{- end }}

{{- /* A mail server that asks for no password has neither key in the Secret. */}}
{{- define "child-in-need.env.mail.password" }}
{{- $secret := dict "name" .Values.secrets.notifications.existingSecret "optional" true }}
- name: CIN_SMTP_USER
  {{- include "child-in-need.from" (merge (dict "key" "smtp-user") $secret) | nindent 2 }}
- name: CIN_SMTP_PASSWORD
  {{- include "child-in-need.from" (merge (dict "key" "smtp-password") $secret) | nindent 2 }}
{{- end }}

{{- define "child-in-need.from" -}}
valueFrom:
  secretKeyRef:
    name: {{ .name }}
    key: {{ .key }}
    {{- if .optional }}
    optional: true
    {{- end }}
{{- end }}

{{- /* The files of these needs. Paths are the same in every pod, so that guides can name them. */}}
{{- define "child-in-need.volumes" -}}
{{ include "child-in-need.tmp" .root }}
{{- range .needs }}
{{- if eq . "token" }}
- name: keys
  projected:
    defaultMode: 0440
    sources:
      - secret:
          name: {{ (get $.root.Values.secrets $.service).existingSecret }}
          items:
            - key: token.private.pem
              path: {{ $.service }}.private.pem
            {{- if has "pages" $.needs }}
            - key: pages.secret
              path: pages.secret
            {{- end }}
      - configMap:
          name: {{ $.root.Values.tokenKeys.existingConfigMap }}
{{- else if eq . "bus" }}
{{- include "child-in-need.volumes.ca" (dict "root" $.root "name" "bus") }}
{{- else if eq . "database" }}
{{- include "child-in-need.volumes.ca" (dict "root" $.root "name" "postgres") }}
{{- else if eq . "mail" }}
{{- include "child-in-need.volumes.ca" (dict "root" $.root "name" "smtp") }}
{{- else if eq . "procedure" }}
{{- include "child-in-need.volumes.procedure" (dict "root" $.root "from" "council") }}
{{- include "child-in-need.volumes.staff" (dict "root" $.root "from" "council") }}
{{- else if eq . "provider" }}
{{- include "child-in-need.volumes.provider" $.root }}
{{- end }}
{{- end }}
{{- end }}

{{- define "child-in-need.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- range .needs }}
{{- if eq . "token" }}
- name: keys
  mountPath: /etc/child-in-need/keys
  readOnly: true
{{- else if eq . "bus" }}
{{- include "child-in-need.mounts.ca" (dict "root" $.root "name" "bus") }}
{{- else if eq . "database" }}
{{- include "child-in-need.mounts.ca" (dict "root" $.root "name" "postgres") }}
{{- else if eq . "mail" }}
{{- include "child-in-need.mounts.ca" (dict "root" $.root "name" "smtp") }}
{{- else if eq . "procedure" }}
{{- include "child-in-need.mounts.procedure" $.root }}
{{- include "child-in-need.mounts.staff" $.root }}
{{- else if eq . "provider" }}
{{- include "child-in-need.mounts.provider" $.root }}
{{- end }}
{{- end }}
{{- end }}

{{- /* root, name (bus, postgres, smtp): the certificate of who signed theirs, where a value names one */}}
{{- define "child-in-need.volumes.ca" }}
{{- $ca := (get .root.Values .name).ca }}
{{- if or $ca.existingConfigMap $ca.existingSecret }}
- name: {{ .name }}-ca
  {{- if $ca.existingSecret }}
  secret:
    secretName: {{ $ca.existingSecret }}
    defaultMode: 0440
  {{- else }}
  configMap:
    name: {{ $ca.existingConfigMap }}
  {{- end }}
    items:
      - key: ca.crt
        path: ca.crt
{{- end }}
{{- end }}

{{- define "child-in-need.mounts.ca" }}
{{- $ca := (get .root.Values .name).ca }}
{{- if or $ca.existingConfigMap $ca.existingSecret }}
- name: {{ .name }}-ca
  mountPath: /etc/child-in-need/{{ .name }}
  readOnly: true
{{- end }}
{{- end }}

{{- /* `from`: the ConfigMap's last word. A hook runs before the release's own is there, and has a copy. */}}
{{- define "child-in-need.volumes.procedure" }}
{{- $name := printf "%s-%s" (include "child-in-need.fullname" .root) .from }}
{{- if .root.Values.procedures.existingConfigMap }}
- name: procedures
  configMap:
    name: {{ .root.Values.procedures.existingConfigMap }}
{{- else if .root.Values.procedures.files }}
- name: procedures
  configMap:
    name: {{ $name }}
    items:
      {{- range $path, $text := .root.Values.procedures.files }}
      - key: {{ include "child-in-need.key" $path }}
        path: {{ $path }}
      {{- end }}
{{- end }}
{{- if .root.Values.localValues }}
- name: local
  configMap:
    name: {{ $name }}
    items:
      - key: local.toml
        path: local.toml
{{- end }}
{{- end }}

{{- define "child-in-need.mounts.procedure" }}
{{- if .Values.procedures.existingConfigMap }}
- name: procedures
  mountPath: /etc/child-in-need/procedures/{{ .Values.council }}
  readOnly: true
{{- else if .Values.procedures.files }}
- name: procedures
  mountPath: /etc/child-in-need/procedures
  readOnly: true
{{- end }}
{{- if .Values.localValues }}
- name: local
  mountPath: /etc/child-in-need/local
  readOnly: true
{{- end }}
{{- end }}

{{- define "child-in-need.mounts.staff" }}
{{- if not .Values.signIn.issuer }}
- name: staff
  mountPath: /etc/child-in-need/staff
  readOnly: true
{{- end }}
{{- end }}

{{- define "child-in-need.mounts.provider" }}
{{- if .Values.signIn.issuer }}
- name: provider
  mountPath: /etc/child-in-need/provider
  readOnly: true
{{- end }}
{{- end }}

{{- define "child-in-need.volumes.provider" }}
{{- with .Values.signIn }}
{{- if .issuer }}
- name: provider
  projected:
    defaultMode: 0440
    sources:
      - secret:
          name: {{ .existingSecret }}
          items:
            - key: client-secret
              path: client-secret
      - configMap:
          name: {{ include "child-in-need.fullname" $ }}-council
          items:
            - key: roles.toml
              path: roles.toml
      {{- if .ca.existingSecret }}
      - secret:
          name: {{ .ca.existingSecret }}
          items:
            - key: ca.crt
              path: ca.crt
      {{- else if .ca.existingConfigMap }}
      - configMap:
          name: {{ .ca.existingConfigMap }}
          items:
            - key: ca.crt
              path: ca.crt
      {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- /* For the Job that proves it, the file of roles alone. */}}
{{- define "child-in-need.volumes.roles" }}
{{- if .Values.signIn.issuer }}
- name: provider
  configMap:
    name: {{ include "child-in-need.fullname" . }}-check
    items:
      - key: roles.toml
        path: roles.toml
{{- end }}
{{- end }}

{{- define "child-in-need.volumes.staff" }}
{{- with .root.Values }}
{{- if not .signIn.issuer }}
- name: staff
  {{- if .staff.existingSecret }}
  secret:
    secretName: {{ .staff.existingSecret }}
    defaultMode: 0440
    items:
      - key: staff.toml
        path: staff.toml
  {{- else }}
  configMap:
    name: {{ include "child-in-need.fullname" $.root }}-{{ $.from }}
    items:
      - key: staff.toml
        path: staff.toml
  {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- /* A ConfigMap's key may hold no slash. */}}
{{- define "child-in-need.key" -}}
{{ . | replace "/" "__" }}
{{- end }}
