"""What programs send to webhooks: in the form of theirs, in words of our own."""

ALERTMANAGER = {
    "channel": "#alerts",
    "username": "Alertmanager",
    "icon_emoji": ":fire:",
    "attachments": [
        {
            "title": "[FIRING:2] HighErrorRate (api prod critical)",
            "title_link": "https://alerts.example.com/#/alerts?receiver=slack",
            "text": "*Summary:* more than 5 % of requests fail\n• `api-1` &gt; 12 %\n• `api-2` &gt; 7 %",
            "fallback": "[FIRING:2] HighErrorRate",
            "callback_id": "",
            "fields": [
                {"title": "Severity", "value": "critical", "short": True},
                {"title": "Cluster", "value": "eu-west-1", "short": True},
            ],
            "footer": "Alertmanager",
            "color": "danger",
            "mrkdwn_in": ["fallback", "pretext", "text"],
            "actions": [
                {"type": "button", "text": "Runbook :book:", "url": "https://runbooks.example.com/high-error-rate"},
                {"type": "button", "text": "Silence", "url": "https://alerts.example.com/#/silences/new?filter=(x)"},
            ],
        }
    ],
}
GRAFANA = {
    "channel": "",
    "username": "Grafana",
    "attachments": [
        {
            "title": "[RESOLVED] Disk almost full (db-1)",
            "title_link": "https://grafana.example.com/alerting/list",
            "text": "**Resolved**\n\nValue: B=61, C=0\nLabels:\n - alertname = Disk almost full\n - instance = db-1\n"
            "Annotations:\n - summary = 61 % used\nSource: https://grafana.example.com/alerting/grafana/abc/view\n",
            "fallback": "[RESOLVED] Disk almost full",
            "fields": None,
            "footer": "Grafana v11.2.0",
            "footer_icon": "https://grafana.com/static/assets/img/fav32.png",
            "color": "#36a64f",
            "ts": 1764464400,
            "image_url": "https://grafana.example.com/render/1.png",
            "mrkdwn_in": None,
        }
    ],
}
SENTRY = {
    "parse": "none",
    "username": "Sentry",
    "icon_url": "https://sentry.example.com/icon.png",
    "attachments": [
        {
            "fallback": "[shop] TypeError",
            "title": "TypeError: Cannot read properties of undefined (reading 'price')",
            "title_link": "https://sentry.example.com/issues/1/",
            "text": "cart/total.js in `sumUp`",
            "color": "#E03E2F",
            "fields": [
                {"title": "Culprit", "value": "cart/total.js", "short": False},
                {"title": "Project", "value": "shop", "short": True},
                {"title": "Level", "value": "error", "short": True},
                {"title": "Environment", "value": "production", "short": True},
                {"title": "Release", "value": "shop@2.4.1", "short": True},
            ],
            "footer": "SHOP-4F",
            "ts": 1764464460.25,
        }
    ],
}
GITHUB = {
    "text": "Deployment finished",
    "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": "Deployed to production :rocket:", "emoji": True}},
        {
            "type": "section",
            "text": {
                "type": "mrkdwn",
                "text": "<https://github.com/acme/shop/commit/1a2b3c4|1a2b3c4> *Prices with cents* by <@U024BE7LH|ada>",
            },
            "accessory": {
                "type": "button",
                "text": {"type": "plain_text", "text": "View run"},
                "url": "https://github.com/acme/shop/actions/runs/1",
            },
        },
        {
            "type": "section",
            "fields": [
                {"type": "mrkdwn", "text": "*Branch:*\nmain"},
                {"type": "mrkdwn", "text": "*Duration:*\n2m 41s"},
            ],
        },
        {"type": "divider"},
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "Changed"}]},
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "text", "text": "cart", "style": {"code": True}},
                                {"type": "text", "text": ": sums"},
                            ],
                        },
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "link", "url": "https://example.com/docs", "text": "docs"},
                                {"type": "emoji", "name": "memo"},
                            ],
                        },
                    ],
                },
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "pytest: 214 passed"}]},
            ],
        },
        {
            "type": "context",
            "elements": [
                {"type": "image", "image_url": "https://github.com/x.png", "alt_text": "x"},
                {"type": "mrkdwn", "text": "workflow *deploy* on `main`"},
            ],
        },
    ],
}
ALL = {"alertmanager": ALERTMANAGER, "grafana": GRAFANA, "sentry": SENTRY, "github": GITHUB}
