#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace phiscope {

class AppTheme;
class Document;

/// Why a probe measures nothing, with buttons that mend it; takes no room while it measures. Parts for tests:
/// probeProblem (the sentence), noticePoints, noticeFit.
class ProbeNotice : public QWidget {
    Q_OBJECT
public:
    ProbeNotice(Document* document, AppTheme* theme, const QString& probeId, QWidget* parent = nullptr);
    void refresh();

private:
    Document* document_;
    QString id_;
    QLabel* text_;
    QPushButton* points_;
    QPushButton* fit_;
};

} // namespace phiscope
