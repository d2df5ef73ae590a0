{{- /* The council's own files, as data of a ConfigMap: planning's, and a copy of it for the Job that proves them. */}}

{{- define "child-in-need.council" -}}
{{- $data := dict }}
{{- with .Values.localValues }}
{{- $_ := set $data "local.toml" . }}
{{- end }}
{{- range $path, $text := .Values.procedures.files }}
{{- $_ := set $data (include "child-in-need.key" $path) $text }}
{{- end }}
{{- if .Values.signIn.issuer }}
{{- $_ := set $data "roles.toml" .Values.signIn.roles }}
{{- else if .Values.staff.list }}
{{- $_ := set $data "staff.toml" .Values.staff.list }}
{{- end }}
{{- with $data }}
{{- toYaml . }}
{{- end }}
{{- end }}
