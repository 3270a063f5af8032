#include "widgets/head/empty_head.h"

#include "widgets/colours.h"

namespace phiscope {

EmptyHead::EmptyHead(QWidget* parent)
    : QLabel(parent) {
    setObjectName(QStringLiteral("addHead"));
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setTextFormat(Qt::RichText);
    setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    setMargin(24);
    connect(this, &QLabel::linkActivated, this, [this](const QString& link) {
        if (link == QLatin1String("add")) {
            Q_EMIT addRequested();
        } else {
            Q_EMIT showRequested();
        }
    });
    refresh();
}

void EmptyHead::setTheme(const Theme& theme) {
    theme_ = theme;
    refresh();
}

void EmptyHead::setHeadHidden(bool hidden) {
    headHidden_ = hidden;
    refresh();
}

void EmptyHead::refresh() {
    const QString what = headHidden_ ? tr("The head is hidden.") : tr("No head yet.");
    const QString link = headHidden_ ? tr("Show it") : tr("Add one");
    setText(QStringLiteral("<p style='line-height:140%'>%1<br><a style='color:%2; text-decoration:none' "
                           "href='%3'>%4</a></p><p style='color:%5'>%6</p>")
                .arg(what, toQColor(theme_.accent).name(),
                     headHidden_ ? QStringLiteral("show") : QStringLiteral("add"), link,
                     toQColor(theme_.dimText).name(),
                     tr("EEG on its scalp and MEG outside, of any cell: nothing has to run again.")));
}

} // namespace phiscope
